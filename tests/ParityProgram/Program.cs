// The program: a service that runs all cases and powers the machine off.

using System;
using System.Runtime;
using RustKernel.Services;
using RustKernel.User;

namespace RustKernel.ParityProgram;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        if (Own.Argument != 0)
        {
            Console.WriteLine($"@@END {HeapFigures.Run()}");
            return (ulong)InitClient.Power(false);
        }

        Table table = new(Console.WriteLine);
        AllCases.Run(table);
        Console.WriteLine($"@@END {table.Count}");
        return (ulong)InitClient.Power(false);
    }
}
