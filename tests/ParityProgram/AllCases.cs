// The tables, one a type or a topic.

namespace RustKernel.ParityProgram;

internal static class AllCases
{
    internal static void Run(Table table)
    {
        NumberCases.Run(table);
        StreamCases.Run(table);
        FatCases.Run(table);
        TimeCases.Run(table);
        CollectionCases.Run(table);
        TaskCases.Run(table);
        SystemCases.Run(table);
        GivenCases.Run(table);
        LanguageCases.Run(table);
        ArithmeticCases.Run(table);
        ConcurrentCases.Run(table);
        FileCases.Run(table);
        GenericMathCases.Run(table);
        RegexCases.Run(table);
        GenericMethodCases.Run(table);
        DataCases.Run(table);
    }
}
