// What a call of a service costs its client, in the ordinary form: a generated interface, client and server in two processes, a deadline,
// the framework's loop (services/Tester/EchoService.cs). The numbers continue those of services/SelfTest/UserBenchmarks.cs, beginning with
// ServiceCall.

using System;
using RustKernel.Runtime;
using RustKernel.Services.Tester;
using RustKernel.User;

namespace RustKernel.RuntimeTest;

/// <summary>
/// One benchmark for each process. The exit code is the median with <see cref="Measured"/> set, or the line of a failed check.
/// </summary>
internal static class ServiceBench
{
    /// <summary>Marks benchmarks in a program's argument.</summary>
    internal const ulong Suite = 0x100;

    private const ulong Measured = 1ul << 62;
    private const int Rounds = 1000;
    private const int Nothing = 12;
    private const int Words = 13;
    private const int Collection = 19;
    private const int ObjectBytes = 32;
    private const string ThirtyTwo = "a text of thirty-two characters!";

    internal static ulong Run(int number, ulong objects)
    {
        if (number == Collection)
        {
            return Collect((int)objects);
        }

        Handle<Port> port = Child.Port();
        _ = Child.Start("runtimetest"u8, port, (ulong)EchoService.Argument << 32);
        EchoClient echo = new(port) { TimeoutTicks = 20 * Kernel.SystemInfo(SystemItem.CounterHz) };
        int[] samples = new int[Rounds];
        int[] nothing = new int[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            ulong before = Measure.Instructions();
            ulong between = Measure.Instructions();
            bool isRight = Call(echo, number);
            ulong after = Measure.Instructions();
            Checks.That(isRight);
            nothing[i] = Between(before, between);
            samples[i] = Between(between, after);
        }

        Array.Sort(samples);
        Array.Sort(nothing);
        return Checks.ExitCode != 0 ? Checks.ExitCode : Measured | (uint)(samples[Rounds / 2] - nothing[Rounds / 2]);
    }

    // As many dead objects as live ones, side by side: 48 bytes each with header and length.
    private static ulong Collect(int live)
    {
        object?[] all = new object?[live * 2];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = new byte[ObjectBytes];
        }

        GC.Collect();
        for (int i = 0; i < all.Length; i += 2)
        {
            all[i] = null;
        }

        ulong before = Measure.Instructions();
        GC.Collect();
        ulong cost = Measure.Instructions() - before;
        GC.KeepAlive(all);
        return Checks.ExitCode != 0 ? Checks.ExitCode : Measured | cost;
    }

    private static bool Call(EchoClient echo, int number)
    {
        switch (number)
        {
            case Nothing:
                return echo.Nothing() == ErrorCode.None;
            case Words:
                Result<EightWords> words = echo.Words(new EightWords { First = 1, Eighth = 8 });
                return words.IsOk && words.Value.First == 1 && words.Value.Eighth == 8;
            default:
                Result<string> text = echo.Text(ThirtyTwo);
                return text.IsOk && text.Value.Length == ThirtyTwo.Length;
        }
    }

    // The counter has 32 bits; a round takes a few thousand.
    private static int Between(ulong before, ulong after) => (int)((after - before) & uint.MaxValue);
}
