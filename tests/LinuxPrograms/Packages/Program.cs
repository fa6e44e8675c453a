// Programs of packages, one after the other.

internal static class PackagesProgram
{
    internal static void Main(string[] arguments)
    {
        (string Name, Action Run)[] programs =
        [
            ("Calendar", CalendarProgram.Main), ("Crypto", CryptoProgram.Main), ("Flows", FlowsProgram.Main),
            ("Json", JsonProgram.Main), ("Markup", MarkupProgram.Main), ("Parallels", ParallelsProgram.Main),
            ("Patterns", PatternsProgram.Main), ("Squeeze", SqueezeProgram.Main), ("Syntax", SyntaxProgram.Main),
        ];
        foreach ((string name, Action run) in programs)
        {
            Console.WriteLine($"== {name}");
            run();
        }
    }
}
