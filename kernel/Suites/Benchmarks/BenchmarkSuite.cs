// The benchmarks as a suite: one test for each that bench= names.

using System;
using System.Numerics;
using RustKernel.Boot;
using RustKernel.Diagnostics;
using RustKernel.SelfTests;

namespace RustKernel.Suites.Benchmarks;

/// <summary>Suite <c>bench</c>. Its tests are the benchmarks that <see cref="TrySelect"/> chose; none before that.</summary>
internal sealed class BenchmarkSuite : TestSuite
{
    internal static readonly BenchmarkSuite Instance = new();

    private const int KernelBenchmarkCount = 12;
    private const int BenchmarkCount = KernelBenchmarkCount + User.SelfTest.UserBenchmarks.Count;

    private const int FirstInstruction = KernelBenchmarkCount + User.SelfTest.UserBenchmarks.FirstInstruction;

    // Measured only by name: pairs are counted from outside, and a collection's cost depends on its objects.
    private const ulong ByNameOnly = 1ul << (KernelBenchmarkCount + User.SelfTest.UserBenchmarks.Pairs)
        | 1ul << (KernelBenchmarkCount + User.SelfTest.UserBenchmarks.Collection);

    private static ulong s_selected;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Name => "bench"u8;

    /// <inheritdoc/>
    public override int Count => BitOperations.PopCount(s_selected);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> TestName(int index) => NameOf(Selected(index));

    /// <inheritdoc/>
    public override void Run(int index, ref TestContext context)
    {
        switch (Selected(index))
        {
            case 0:
                Measurement.Run<FrameAllocateBenchmark>(ref context, "bench.frame.allocate"u8);
                break;
            case 1:
                Measurement.Run<FrameFreeBenchmark>(ref context, "bench.frame.free"u8);
                break;
            case 2:
                Measurement.Run<FrameRunBenchmark>(ref context, "bench.frame.run_2m"u8);
                break;
            case 3:
                Measurement.Run<PageMapBenchmark>(ref context, "bench.page.map_4k"u8);
                break;
            case 4:
                Measurement.Run<PageUnmapBenchmark>(ref context, "bench.page.unmap_4k"u8);
                break;
            case 5:
                Measurement.Run<HeapAllocateBenchmark>(ref context, "bench.heap.allocate"u8);
                break;
            case 6:
                Measurement.Run<HeapFreeBenchmark>(ref context, "bench.heap.free"u8);
                break;
            case 7:
                ProcessorBenchmarks.LineToHandler(ref context);
                break;
            case 8:
                ProcessorBenchmarks.CallRoundTrip(ref context);
                break;
            case 9:
                ProcessorBenchmarks.SecondaryStartUp(ref context);
                break;
            case 10:
                InstructionsToTests(ref context);
                break;
            case 11:
                ProcessorBenchmarks.Tick(ref context);
                break;
            default:
                UserBenchmarkRun.Run(Selected(index) - KernelBenchmarkCount, ref context);
                break;
        }
    }

    /// <summary>
    /// Chooses the benchmarks of <paramref name="names"/> (separated by commas, or <c>all</c>, except those that are
    /// measured only by name). <c>threads:N</c>, <c>ports:N</c>, <c>handles:N</c> and <c>objects:N</c> add a background load
    /// (<see cref="Crowd"/>). For an unknown name it lists the known ones, chooses none and returns false.
    /// </summary>
    internal static bool TrySelect(ReadOnlySpan<byte> names)
    {
        ulong selected = names.SequenceEqual("all"u8) ? ((1ul << BenchmarkCount) - 1) & ~ByNameOnly : 0;
        WordReader words = new(selected != 0 ? default : names, (byte)',');
        Crowd.Clear();
        while (words.MoveNext())
        {
            if (Crowd.TryTake(words.Current))
            {
                continue;
            }

            int index = Find(words.Current);
            if (index < 0)
            {
                ReportUnknown(words.Current);
                return false;
            }

            selected |= 1ul << index;
        }

        s_selected = selected;
        return selected != 0;
    }

    private static ReadOnlySpan<byte> NameOf(int benchmark) => benchmark switch
    {
        0 => "frame.allocate"u8,
        1 => "frame.free"u8,
        2 => "frame.run_2m"u8,
        3 => "page.map_4k"u8,
        4 => "page.unmap_4k"u8,
        5 => "heap.allocate"u8,
        6 => "heap.free"u8,
        7 => "interrupt.line_to_handler"u8,
        8 => "smp.call"u8,
        9 => "smp.secondary_start"u8,
        10 => "boot.instructions_to_tests"u8,
        11 => "tick.kernel"u8,
        _ => User.SelfTest.UserBenchmarks.Name(benchmark - KernelBenchmarkCount),
    };

    // The benchmark that is test number index among the chosen ones. One that counts from the entry comes before all others,
    // which would be counted, too.
    private static int Selected(int index)
    {
        ulong rest = s_selected;
        if ((rest & (1ul << FirstInstruction)) != 0)
        {
            if (index == 0)
            {
                return FirstInstruction;
            }

            rest &= ~(1ul << FirstInstruction);
            index--;
        }

        for (; index > 0; index--)
        {
            rest &= rest - 1;
        }

        return BitOperations.TrailingZeroCount(rest);
    }

    private static int Find(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < BenchmarkCount; i++)
        {
            if (NameOf(i).SequenceEqual(name))
            {
                return i;
            }
        }

        return -1;
    }

    private static void ReportUnknown(ReadOnlySpan<byte> name)
    {
        KernelConsole.Write("# unknown benchmark: "u8);
        KernelConsole.WriteForeign(name, 64);
        KernelConsole.Write(" (known:"u8);
        for (int i = 0; i < BenchmarkCount; i++)
        {
            KernelConsole.Write(" "u8);
            KernelConsole.Write(NameOf(i));
        }

        KernelConsole.Write(")\n"u8);
    }

    private static void InstructionsToTests(ref TestContext context)
    {
        if (!MachineState.CountsInstructions)
        {
            context.Skip("this machine does not count instructions (QEMU: run with -icount)"u8);
            return;
        }

        context.Check(MachineState.InstructionsToTests > 0, "the instruction counter runs"u8);
        context.Metric("bench.boot.instructions_to_tests"u8, MachineState.InstructionsToTests, "instructions"u8);
    }
}
