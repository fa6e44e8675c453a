// The program: a service that runs all cases and powers the machine off.

using System;
using System.Runtime;
using RustKernel.Runtime;
using RustKernel.Services;
using RustKernel.User;

namespace RustKernel.ParityProgram;

internal static class Program
{
    private const uint ShortInterval = 400;
    private const uint LongInterval = 100;
    private const int LeastCollections = 100;
    private const int SomeMebibytes = 64;

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        switch (Own.Argument)
        {
            case 1:
                Console.WriteLine($"@@END {HeapFigures.Run()}");
                return (ulong)InitClient.Power(PowerAction.PowerOff);
            case 2:
                Console.WriteLine(GivenPrograms.Run());
                return 0;
            case 3:
                GivenPrograms.WaitForEnd("given");
                return (ulong)InitClient.Power(PowerAction.PowerOff);
            case 4:
                C_heap_limit.Run();
                return (ulong)InitClient.Power(PowerAction.PowerOff);
            case 5:
                return Stressed(AllCases.RunSome, ShortInterval, 1);
            case 6:
                return Stressed(AllCases.Run, LongInterval, 2);
            case 7:
                Console.WriteLine($"@@END {HeapFigures.RunSizes(SomeMebibytes)}");
                return (ulong)InitClient.Power(PowerAction.PowerOff);
            case 8:
                Console.WriteLine($"@@END {HeapFigures.RunSizes(int.MaxValue)}");
                return (ulong)InitClient.Power(PowerAction.PowerOff);
            case 9:
                return Whole(SocketCases.Run);
        }

        return Whole(AllCases.Run);
    }

    private static ulong Whole(Action<Table> run)
    {
        Table table = new(Console.WriteLine);
        run(table);
        Console.WriteLine($"@@END {table.Count}");
        return (ulong)InitClient.Power(PowerAction.PowerOff);
    }

    // With collections at places derived from the seed.
    private static ulong Stressed(Action<Table> run, uint interval, uint seed)
    {
        Table table = new(Console.WriteLine);
        Measure.CollectOften(interval, seed);
        run(table);
        Measure.CollectOften(0, 0);
        Console.WriteLine(GC.CollectionCount(0) > LeastCollections ? $"@@END {table.Count}" : "there were no collections");
        return (ulong)InitClient.Power(PowerAction.PowerOff);
    }
}
