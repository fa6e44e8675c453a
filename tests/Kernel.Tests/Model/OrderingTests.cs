// Orders between CPUs that one thread can show: who checks again after what, and what is ordered before an enable.

using System;
using RustKernel.Arm64;
using RustKernel.Exceptions;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class OrderingTests : IDisposable
{
    private const uint Line = 77;

    public OrderingTests()
    {
        ModelMachine.Start();
        PerCpu.Own = 0;
    }

    public void Dispose()
    {
        Publication.Cleared = null;
        ModelMachine.Stop();
    }

    [Fact]
    public void An_interrupt_is_let_through_only_after_its_handler_is_visible()
    {
        int before = Publication.Orderings;
        Assert.Equal(ErrorCode.None, Interrupts.Register(InterruptSpecifier.Decode(0, Line, 4).Value, SystemTick.Instance));
        Assert.Equal(before + 1, ModelMachine.OrderingsAtEnable);
        Assert.Equal(ErrorCode.None, Interrupts.Unregister(new Intid(Intid.FirstSpi + Line)));
    }

    [Fact]
    public void A_process_that_ends_after_the_idle_loop_looked_keeps_the_boot_CPU_from_running_threads()
    {
        uint exits = UserLoop.Exits;
        UserLoop.NoteExit();
        RunsNothing(() => UserLoop.RunOrSleep(ref PerCpu.Current, exits));
    }

    [Fact]
    public void A_process_that_ends_right_after_Attention_is_cleared_is_seen_and_its_Attention_stays()
    {
        Publication.Cleared = UserLoop.NoteExit;
        RunsNothing(() =>
        {
            UserLoop.RunOrSleep(ref PerCpu.Current, UserLoop.Exits);
            Assert.Equal(1u, PerCpu.Current.Attention);
        });
    }

    [Fact]
    public void Waiting_for_an_exit_sees_the_one_that_comes_between_look_and_clearing()
    {
        uint exits = UserLoop.Exits;
        Publication.Cleared = UserLoop.NoteExit;
        RunsNothing(() => Assert.True(UserLoop.RunUntilExit(exits, ulong.MaxValue)));
    }

    [Fact]
    public void A_CPU_that_stops_serving_gets_no_thread()
    {
        UserLoop.SetServing(ref PerCpu.At(1), false);
        Assert.False(Scheduler.CanServe(1u << 1));
        UserLoop.SetServing(ref PerCpu.At(1), true);
        Assert.True(Scheduler.CanServe(1u << 1));
    }

    // A thread is ready here; it stays where it is.
    private static void RunsNothing(Action act)
    {
        uint process = ModelMachine.StartProcess(10);
        try
        {
            act();
            Assert.Equal(0u, PerCpu.Current.CurrentThread);
        }
        finally
        {
            PerCpu.Current.IsServing = 1;
            KernelLock.Enter();
            ProcessLife.End(ref KernelObjects.Process(process), ExitCause.Killed, 0);
            ObjectReferences.Release(ObjectKind.Process, process);
            KernelLock.Leave();
            PerCpu.Current.Attention = 0;
        }
    }
}
