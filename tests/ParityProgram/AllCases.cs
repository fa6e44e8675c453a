// The tables, one for each type or topic.

namespace RustKernel.ParityProgram;

internal static class AllCases
{
    internal static void Run(Table table)
    {
        NumberCases.Run(table);
        StreamCases.Run(table);
        FatCases.Run(table);
        TimeCases.Run(table);
        DayCases.Run(table);
        SystemCases.Run(table);
        GivenCases.Run(table);
        ArithmeticCases.Run(table);
        FileCases.Run(table);
        AddressCases.Run(table);
        GenericMathCases.Run(table);
        ArrayCases.Run(table);
        table.Under("kind", KindCases.Run);
        table.Under("member", MemberCases.Run);
        RunSome(table);
    }

    /// <summary>The tables with references in most places: fields, closures, boxes, collections, threads.</summary>
    internal static void RunSome(Table table)
    {
        CollectionCases.Run(table);
        TaskCases.Run(table);
        LanguageCases.Run(table);
        ConcurrentCases.Run(table);
        RegexCases.Run(table);
        GenericMethodCases.Run(table);
        DataCases.Run(table);
        StructCases.Run(table);
        LibraryCases.Run(table);
        OrderCases.Run(table);
        ImmutableCases.Run(table);
        LockCases.Run(table);
        AwaitCases.Run(table);
        ConstructCases.Run(table);
        table.Under("small", SmallCases.Run);
        table.Under("query", QueryCases.Run);
        table.Under("part", PartCases.Run);
        table.Under("text", TextCases.Run);
        table.Under("gather", GatherCases.Run);
    }
}
