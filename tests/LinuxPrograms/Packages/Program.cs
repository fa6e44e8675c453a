// Programs that use packages, one after another; or the one that the first argument names, with the other arguments.

internal static class PackagesProgram
{
    internal static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["files", .. string[] others]:
                await FilesProgram.Main(others);
                return 0;
            case ["stress", .. string[] others]:
                return StressProgram.Main(others);
        }

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

        return 0;
    }
}
