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
        switch (Own.Argument)
        {
            case 1:
                Console.WriteLine($"@@END {HeapFigures.Run()}");
                return (ulong)InitClient.Power(false);
            case 2:
                Console.WriteLine(GivenPrograms.Run());
                return 0;
            case 3:
                GivenPrograms.WaitForEnd("given");
                return (ulong)InitClient.Power(false);
            case 4:
                C_heap_limit.Run();
                return (ulong)InitClient.Power(false);
        }

        Table table = new(Console.WriteLine);
        AllCases.Run(table);
        Console.WriteLine($"@@END {table.Count}");
        return (ulong)InitClient.Power(false);
    }
}
