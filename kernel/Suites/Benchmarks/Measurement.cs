// Counts the instructions of one operation, many times, and reports the median.

using System;
using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Diagnostics;
using RustKernel.SelfTests;

namespace RustKernel.Suites.Benchmarks;

/// <summary>
/// Measures with the PMU's count of retired instructions, which is exact under QEMU's -icount and absent without. Each round counts
/// one operation, minus the count of an empty round.
/// </summary>
internal static class Measurement
{
    /// <summary>Rounds of each benchmark.</summary>
    internal const int Rounds = 256;

    /// <summary>Runs <typeparamref name="T"/> and writes its median as <paramref name="metric"/>.</summary>
    internal static void Run<T>(ref TestContext context, ReadOnlySpan<byte> metric)
        where T : struct, IBenchmark
    {
        if (!MachineState.CountsInstructions)
        {
            context.Skip("this machine does not count instructions (QEMU: run with -icount)"u8);
            return;
        }

        Span<ulong> samples = stackalloc ulong[Rounds];
        if (!context.Equal(0, (ulong)Collect<EmptyBenchmark>(samples), "the empty measurement (error code)"u8))
        {
            return;
        }

        ulong overhead = samples[Rounds / 2];
        if (context.Equal(0, (ulong)Collect<T>(samples), "the operation (error code)"u8)
            && context.Check(samples[0] > overhead, "the operation takes instructions"u8))
        {
            WriteSpread(samples, overhead);
            context.Metric(metric, samples[Rounds / 2] - overhead, "instructions"u8);
        }
    }

    /// <summary>
    /// Writes the median of <paramref name="samples"/>, which this sorts. They include the reading of the counter.
    /// </summary>
    internal static void Write(ref TestContext context, ReadOnlySpan<byte> metric, scoped Span<ulong> samples)
    {
        Sort(samples);
        WriteSpread(samples, 0);
        context.Metric(metric, samples[samples.Length / 2], "instructions"u8);
    }

    // All rounds, sorted, including the overhead.
    private static ErrorCode Collect<T>(Span<ulong> samples)
        where T : struct, IBenchmark
    {
        T benchmark = default;
        ErrorCode error = benchmark.Begin();
        int round = 0;
        while (round < samples.Length && error == ErrorCode.None)
        {
            benchmark.Prepare(round);
            ulong masked = Cpu.SaveAndMaskIrq();
            ulong before = SystemRegisters.ReadPMEVCNTR0_EL0();
            benchmark.Measured();
            ulong after = SystemRegisters.ReadPMEVCNTR0_EL0();
            Cpu.RestoreInterrupts(masked);
            samples[round] = (uint)(after - before);
            error = benchmark.Keep(round);
            round += error == ErrorCode.None ? 1 : 0;
        }

        ErrorCode ended = benchmark.End(round);
        Sort(samples);
        return error == ErrorCode.None ? ended : error;
    }

    // Insertion sort: there are few, and nearly all are equal.
    private static void Sort(scoped Span<ulong> samples)
    {
        for (int i = 1; i < samples.Length; i++)
        {
            ulong sample = samples[i];
            int place = i;
            while (place > 0 && samples[place - 1] > sample)
            {
                samples[place] = samples[place - 1];
                place--;
            }

            samples[place] = sample;
        }
    }

    private static void WriteSpread(scoped Span<ulong> samples, ulong overhead)
    {
        KernelConsole.Write("  # least "u8);
        KernelConsole.WriteDecimal(samples[0] - overhead);
        KernelConsole.Write(", median "u8);
        KernelConsole.WriteDecimal(samples[samples.Length / 2] - overhead);
        KernelConsole.Write(", most "u8);
        KernelConsole.WriteDecimal(samples[samples.Length - 1] - overhead);
        KernelConsole.Write(" instructions in "u8);
        KernelConsole.WriteDecimal((uint)samples.Length);
        KernelConsole.Write(" rounds\n"u8);
    }
}

/// <summary>Does nothing: its count is subtracted from every other one.</summary>
internal struct EmptyBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public readonly ErrorCode Begin() => ErrorCode.None;

    /// <inheritdoc/>
    public readonly void Prepare(int round)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Measured()
    {
    }

    /// <inheritdoc/>
    public readonly ErrorCode Keep(int round) => ErrorCode.None;

    /// <inheritdoc/>
    public readonly ErrorCode End(int rounds) => ErrorCode.None;
}
