// Runs the case and prints its line.

using System;
using System.Runtime;
using RustKernel.Services.Programs;
using RustKernel.User;

namespace RustKernel.GivenThreads;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Start(ref StartBlock block) => ConsoleProgram.Run(Main);

    private static int Main(string[] arguments)
    {
        Console.WriteLine($"threads200={C_threads200.Run()}");
        return 0;
    }
}
