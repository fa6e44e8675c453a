// Suite smp, calls between CPUs.

using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.SelfTests;
using RustKernel.Smp;

namespace RustKernel.Suites;

internal sealed partial class SmpSuite
{
    private const ulong RoundTrips = 100;
    private const ulong NanosecondsPerMicrosecond = 1000;

    [Test]
    private static void CallsReturn(ref TestContext context)
    {
        ulong ticks = 0;
        ulong calls = 0;
        for (int cpu = 0; cpu < Processors.SlotCount; cpu++)
        {
            for (ulong i = 0; i < RoundTrips && Processors.IsOnline(cpu); i++)
            {
                ulong start = KernelClock.ElapsedTicks;
                context.Equal((i * 2) + (uint)cpu, Ask(ref context, cpu, SmpWork.Job.Echo, i), "the answer"u8);
                ticks += cpu == 0 ? 0 : KernelClock.ElapsedTicks - start;
                calls += cpu == 0 ? 0UL : 1;
            }
        }

        if (context.Check(calls >= RoundTrips, "at least one other CPU was called"u8))
        {
            context.Metric("smp.ipi_round_trip"u8, KernelClock.ToMicroseconds(ticks * NanosecondsPerMicrosecond / calls), "ns"u8);
        }
    }

    // Every CPU, including the boot CPU, calls the next one: each waits for one that also waits.
    [Test]
    private static void CallsCross(ref TestContext context)
    {
        int slots = Processors.SlotCount;
        for (int cpu = 1; cpu < slots; cpu++)
        {
            if (Processors.IsOnline(cpu))
            {
                Give(ref context, cpu, SmpWork.Job.CallNext, (ulong)Next(cpu));
            }
        }

        context.Equal(
            0,
            SmpWork.Instance.Run(SmpWork.Argument(SmpWork.Job.CallNext, (ulong)Next(0))),
            "calls of the boot CPU that went wrong"u8);
        Gather(ref context, 0, "calls of another CPU that went wrong"u8);
    }

    [Test]
    private static void CallsFailWell(ref TestContext context)
    {
        int cpu = Next(0);
        ulong echo = SmpWork.Argument(SmpWork.Job.Echo);
        context.Check(Processors.Call(PerCpu.MaximumCpus, SmpWork.Number, echo, TimeoutTicks).Error == ErrorCode.NotFound, "no such CPU"u8);
        context.Check(
            Processors.Call(cpu, Processors.MaximumFunctions, echo, TimeoutTicks).Error == ErrorCode.InvalidArgument,
            "no such function"u8);
        context.Check(Processors.Post(0, SmpWork.Number, echo) == ErrorCode.InvalidArgument, "the boot CPU takes no work"u8);

        // A CPU that takes no interrupt does not answer in time; afterwards it does, as if nothing had happened.
        Give(ref context, cpu, SmpWork.Job.WaitMasked, 0);
        context.Check(AwaitReady(1), "the CPU has masked its interrupts"u8);
        ulong shortTime = KernelClock.FrequencyHz / 100;
        context.Check(Processors.Call(cpu, SmpWork.Number, echo, shortTime).Error == ErrorCode.TimedOut, "the deadline is kept"u8);
        context.Check(Processors.Post(cpu, SmpWork.Number, echo) == ErrorCode.WouldBlock, "it has work already"u8);
        SmpWork.OpenGate();
        Result<ulong> done = Processors.Await(cpu, TimeoutTicks);
        context.Check(done.IsOk && done.Value == 1, "the work ends"u8);
        context.Equal(42 + (uint)cpu, Ask(ref context, cpu, SmpWork.Job.Echo, 21), "the next call is answered"u8);
    }

    // The next online CPU after cpu, wrapping round.
    private static int Next(int cpu)
    {
        int next = cpu;
        do
        {
            next = (next + 1) % Processors.SlotCount;
        }
        while (!Processors.IsOnline(next) && next != cpu);
        return next;
    }

    private static void Give(ref TestContext context, int cpu, SmpWork.Job job, ulong operand) =>
        context.Check(Processors.Post(cpu, SmpWork.Number, SmpWork.Argument(job, operand)) == ErrorCode.None, "the CPU takes work"u8);

    private static void GiveAll(ref TestContext context, SmpWork.Job job)
    {
        for (int cpu = 1; cpu < Processors.SlotCount; cpu++)
        {
            if (Processors.IsOnline(cpu))
            {
                Give(ref context, cpu, job, 0);
            }
        }
    }

    private static void Gather(ref TestContext context, ulong expected, System.ReadOnlySpan<byte> what)
    {
        for (int cpu = 1; cpu < Processors.SlotCount; cpu++)
        {
            if (Processors.IsOnline(cpu))
            {
                Result<ulong> result = Processors.Await(cpu, TimeoutTicks);
                context.Check(result.IsOk, "the CPU's work ends"u8);
                context.Equal(expected, result.Value, what);
            }
        }
    }

    private static bool AwaitReady(uint count)
    {
        ulong deadline = KernelClock.ElapsedTicks + TimeoutTicks;
        while (SmpWork.Ready < count && KernelClock.ElapsedTicks < deadline)
        {
            Cpu.Relax();
        }

        return SmpWork.Ready == count;
    }
}
