// The example of docs/SERVICES.md: a program with arguments, standard input and output.

using System;
using System.Runtime;
using RustKernel.Services.Programs;
using RustKernel.User;

namespace RustKernel.Services.Greet;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Start(ref StartBlock block) => ConsoleProgram.Run(Main);

    private static int Main(string[] names)
    {
        foreach (string name in names)
        {
            Console.WriteLine($"Hello, {name}!");
        }

        while (names.Length == 0 && Console.ReadLine() is string line)
        {
            Console.WriteLine($"Hello, {line}!");
        }

        return names.Length;
    }
}
