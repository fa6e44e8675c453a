using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace RustKernel.Drivers.Tests;

/// <summary>The contract, on every controller alike.</summary>
public sealed class InterruptControllerTests
{
    public static TheoryData<GicKind> Kinds => new(Enum.GetValues<GicKind>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Start_leaves_everything_quiet_whatever_was_left_behind(GicKind kind)
    {
        GicBench bench = GicBench.Create(kind);
        bench.Gic.LeaveAMess();
        bench.Start();
        Assert.Equal(GicBench.Lines, bench.Controller.IntidEndExclusive);
        for (bench.Gic.Cpu = 0; bench.Gic.Cpu < 4; bench.Gic.Cpu++)
        {
            Assert.True(bench.Controller.Acknowledge().Intid.IsSpecial);
            for (uint intid = 0; intid < GicBench.Lines; intid++)
            {
                FakeGic.Interrupt interrupt = bench.Gic[intid];
                Assert.False(interrupt.Enabled || interrupt.Pending || interrupt.Active);
                Assert.Equal(bench.Gic.FromView(InterruptController.DefaultPriority), interrupt.Priority);
                if (intid >= 32)
                {
                    Assert.Equal((1u, false), (interrupt.Targets, interrupt.Edge));
                }
            }

            Assert.Empty(bench.Gic.Interface.Taken);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Level_interrupt_comes_until_the_device_is_quiet(GicKind kind)
    {
        GicBench bench = GicBench.Create(kind);
        bench.Start();
        bench.Gic.Signal(153, true);
        Assert.Equal(FakeGic.Spurious, bench.Take());
        Assert.Equal(ErrorCode.None, bench.Controller.Enable(new Intid(153)));
        Assert.True(bench.Controller.IsPending(new Intid(153)).Value);
        Assert.Equal(153u, bench.Take());
        Assert.Equal(153u, bench.Take());
        bench.Gic.Signal(153, false);
        Assert.Equal(FakeGic.Spurious, bench.Take());
        bench.Gic.Signal(153, true);
        Assert.Equal(ErrorCode.None, bench.Controller.Disable(new Intid(153)));
        Assert.Equal(FakeGic.Spurious, bench.Take());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Edge_interrupt_comes_once_and_can_be_forgotten(GicKind kind)
    {
        GicBench bench = GicBench.Create(kind);
        bench.Start();
        Intid intid = new(40);
        Assert.Equal(ErrorCode.None, bench.Controller.SetTrigger(intid, InterruptTrigger.Edge));
        bench.Controller.Enable(intid);
        bench.Gic.Signal(40, true);
        Assert.Equal(40u, bench.Take());
        Assert.Equal(FakeGic.Spurious, bench.Take());
        bench.Gic.Signal(40, false);
        bench.Gic.Signal(40, true);
        Assert.Equal(ErrorCode.None, bench.Controller.ClearPending(intid));
        Assert.Equal(FakeGic.Spurious, bench.Take());
        Assert.Equal(ErrorCode.None, bench.Controller.SetPending(intid));
        Assert.Equal(40u, bench.Take());
        Assert.Equal(ErrorCode.InvalidState, bench.Controller.SetTrigger(intid, InterruptTrigger.Level));
        Assert.Equal(ErrorCode.None, bench.Controller.Disable(intid));
        Assert.Equal(ErrorCode.None, bench.Controller.SetTrigger(intid, InterruptTrigger.Level));
        Assert.False(bench.Gic[40].Edge);
        Assert.False(bench.Gic[41].Edge);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void More_urgent_first_and_nested_inside(GicKind kind)
    {
        GicBench bench = GicBench.Create(kind);
        bench.Start();
        foreach ((uint intid, byte priority) in new[] { (60u, (byte)0xA0), (61u, (byte)0x40), (62u, (byte)0x80) })
        {
            bench.Controller.SetPriority(new Intid(intid), priority);
            bench.Controller.Enable(new Intid(intid));
        }

        bench.Controller.SetPending(new Intid(60));
        ActiveInterrupt outer = bench.Controller.Acknowledge();
        Assert.Equal(60u, outer.Intid.Value);
        bench.Controller.SetPending(new Intid(62));
        bench.Controller.SetPending(new Intid(61));
        ActiveInterrupt inner = bench.Controller.Acknowledge();
        Assert.Equal(61u, inner.Intid.Value);
        Assert.True(bench.Controller.Acknowledge().Intid.IsSpecial);
        bench.Controller.EndOfInterrupt(inner);
        Assert.Equal(62u, bench.Take());
        bench.Controller.EndOfInterrupt(outer);
        Assert.Equal(FakeGic.Spurious, bench.Take());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Priorities_at_or_below_the_mask_never_come(GicKind kind)
    {
        GicBench bench = GicBench.Create(kind);
        bench.Start();
        bench.Controller.Enable(new Intid(50));
        bench.Controller.SetPending(new Intid(50));
        Assert.Equal(ErrorCode.None, bench.Controller.SetPriority(new Intid(50), 0xF8));
        Assert.Equal(FakeGic.Spurious, bench.Take());
        bench.Controller.SetPriority(new Intid(50), 0xE0);
        Assert.Equal(50u, bench.Take());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Private_interrupts_belong_to_the_calling_cpu(GicKind kind)
    {
        GicBench bench = GicBench.Create(kind);
        bench.Start();
        bench.Gic.Cpu = 2;
        Assert.Equal(ErrorCode.None, bench.Controller.Enable(new Intid(27)));
        Assert.Equal(ErrorCode.None, bench.Controller.SetPriority(new Intid(27), 0x40));
        for (int cpu = 0; cpu < 4; cpu++)
        {
            bench.Gic.Cpu = cpu;
            bench.Gic.Signal(27, true);
            Assert.Equal(cpu == 2 ? 27u : FakeGic.Spurious, bench.Take());
        }

        bench.Gic.Cpu = 2;
        Assert.True(bench.Controller.IsPending(new Intid(27)).Value);
        Assert.Equal(ErrorCode.None, bench.Controller.Disable(new Intid(27)));
        Assert.Equal(FakeGic.Spurious, bench.Take());
        bench.Gic.Signal(27, false);
        Assert.Equal(ErrorCode.None, bench.Controller.SetTrigger(new Intid(27), InterruptTrigger.Edge));
        Assert.True(bench.Gic[27].Edge);
        Assert.Equal(ErrorCode.None, bench.Controller.SetPending(new Intid(27)));
        Assert.True(bench.Controller.IsPending(new Intid(27)).Value);
        Assert.Equal(ErrorCode.None, bench.Controller.ClearPending(new Intid(27)));
        Assert.False(bench.Controller.IsPending(new Intid(27)).Value);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fixed_triggers_are_said(GicKind kind)
    {
        GicBench bench = GicBench.Create(kind);
        bench.Start();
        bench.Gic[27].TriggerIsFixed = true;
        bench.Gic[70].TriggerIsFixed = true;
        foreach (uint intid in new[] { 27u, 70u })
        {
            Assert.Equal(ErrorCode.NotSupported, bench.Controller.SetTrigger(new Intid(intid), InterruptTrigger.Edge));
            Assert.Equal(ErrorCode.None, bench.Controller.SetTrigger(new Intid(intid), InterruptTrigger.Level));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Shared_interrupts_go_where_they_are_routed(GicKind kind)
    {
        GicBench bench = GicBench.Create(kind);
        InterruptTarget[] targets = bench.Start();
        bench.Controller.Enable(new Intid(99));
        for (int target = 3; target >= 0; target--)
        {
            Assert.Equal(ErrorCode.None, bench.Controller.SetTarget(new Intid(99), targets[target]));
            bench.Controller.SetPending(new Intid(99));
            for (int cpu = 0; cpu < 4; cpu++)
            {
                bench.Gic.Cpu = cpu;
                Assert.Equal(cpu == target ? 99u : FakeGic.Spurious, bench.Take());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sgis_reach_their_cpu_or_all_others(GicKind kind)
    {
        GicBench bench = GicBench.Create(kind);
        InterruptTarget[] targets = bench.Start();
        for (bench.Gic.Cpu = 0; bench.Gic.Cpu < 4; bench.Gic.Cpu++)
        {
            bench.Controller.Enable(new Intid(3));
        }

        bench.Gic.Cpu = 1;
        Assert.Equal(ErrorCode.None, bench.Controller.SendSgi(new Intid(3), targets[2]));
        Assert.Equal([2], Receivers(bench, 3));
        bench.Gic.Cpu = 1;
        Assert.Equal(ErrorCode.None, bench.Controller.SendSgi(new Intid(3), targets[1]));
        Assert.Equal([1], Receivers(bench, 3));
        bench.Gic.Cpu = 3;
        Assert.Equal(ErrorCode.None, bench.Controller.SendSgiToOthers(new Intid(3)));
        Assert.Equal([0, 1, 2], Receivers(bench, 3));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_does_not_exist_is_refused(GicKind kind)
    {
        GicBench bench = GicBench.Create(kind);
        InterruptTarget[] targets = bench.Start();
        InterruptController controller = bench.Controller;
        foreach (uint number in new[] { GicBench.Lines, 1019u, 1020u, 1023u, 5000u, uint.MaxValue })
        {
            Intid intid = new(number);
            Assert.Equal(ErrorCode.InvalidArgument, controller.Enable(intid));
            Assert.Equal(ErrorCode.InvalidArgument, controller.Disable(intid));
            Assert.Equal(ErrorCode.InvalidArgument, controller.SetPriority(intid, 0));
            Assert.Equal(ErrorCode.InvalidArgument, controller.SetTrigger(intid, InterruptTrigger.Edge));
            Assert.Equal(ErrorCode.InvalidArgument, controller.SetTarget(intid, targets[0]));
            Assert.Equal(ErrorCode.InvalidArgument, controller.SetPending(intid));
            Assert.Equal(ErrorCode.InvalidArgument, controller.ClearPending(intid));
            Assert.Equal(ErrorCode.InvalidArgument, controller.IsPending(intid).Error);
            Assert.Equal(ErrorCode.InvalidArgument, controller.SendSgi(intid, targets[0]));
            Assert.Equal(ErrorCode.InvalidArgument, controller.SendSgiToOthers(intid));
        }

        Assert.Equal(ErrorCode.InvalidArgument, controller.SetTrigger(new Intid(1), InterruptTrigger.Level));
        Assert.Equal(ErrorCode.InvalidArgument, controller.SetPending(new Intid(1)));
        Assert.Equal(ErrorCode.InvalidArgument, controller.ClearPending(new Intid(1)));
        Assert.Equal(ErrorCode.InvalidArgument, controller.SetTarget(new Intid(27), targets[0]));
        Assert.Equal(ErrorCode.InvalidArgument, controller.SendSgi(new Intid(16), targets[0]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_largest_controller_keeps_off_the_special_numbers(GicKind kind)
    {
        GicBench bench = GicBench.Create(kind, cpus: 1, lines: 1024);
        bench.Start();
        Assert.Equal(1020u, bench.Controller.IntidEndExclusive);
        bench.Controller.Enable(new Intid(1019));
        bench.Gic.Signal(1019, true);
        Assert.Equal(1019u, bench.Take());
    }

    /// <summary>
    /// A seeded storm: whatever comes is taken by the right CPU, most urgent first, ended in order,
    /// and nothing is left over.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_storm_loses_and_invents_nothing(GicKind kind)
    {
        GicBench bench = GicBench.Create(kind);
        InterruptTarget[] targets = bench.Start();
        Random random = new(20);
        uint[] intids = [.. Enumerable.Range(32, 64).Select(i => (uint)i)];
        int[] owner = new int[1024];
        foreach (uint intid in intids)
        {
            owner[intid] = random.Next(4);
            bench.Controller.SetTrigger(new Intid(intid), InterruptTrigger.Edge);
            bench.Controller.SetTarget(new Intid(intid), targets[owner[intid]]);
            bench.Controller.SetPriority(new Intid(intid), (byte)(random.Next(1, 14) * 16));
            bench.Controller.Enable(new Intid(intid));
        }

        HashSet<uint> outstanding = [];
        List<ActiveInterrupt>[] nested = [[], [], [], []];
        for (int step = 0; step < 20_000; step++)
        {
            bench.Gic.Cpu = random.Next(4);
            List<ActiveInterrupt> own = nested[bench.Gic.Cpu];
            switch (random.Next(3))
            {
                case 0:
                    uint raised = intids[random.Next(intids.Length)];
                    bench.Controller.SetPending(new Intid(raised));
                    outstanding.Add(raised);
                    break;
                case 1:
                    ActiveInterrupt taken = bench.Controller.Acknowledge();
                    if (taken.Intid.IsSpecial)
                    {
                        break;
                    }

                    Assert.Equal(bench.Gic.Cpu, owner[taken.Intid.Value]);
                    Assert.True(outstanding.Remove(taken.Intid.Value));
                    own.Add(taken);
                    break;
                default:
                    if (own.Count == 0)
                    {
                        break;
                    }

                    bench.Controller.EndOfInterrupt(own[^1]);
                    own.RemoveAt(own.Count - 1);
                    break;
            }
        }

        for (bench.Gic.Cpu = 0; bench.Gic.Cpu < 4; bench.Gic.Cpu++)
        {
            for (int i = nested[bench.Gic.Cpu].Count; i-- > 0;)
            {
                bench.Controller.EndOfInterrupt(nested[bench.Gic.Cpu][i]);
            }

            for (uint intid = bench.Take(); intid != FakeGic.Spurious; intid = bench.Take())
            {
                Assert.True(outstanding.Remove(intid));
            }
        }

        Assert.Empty(outstanding);
    }

    private static int[] Receivers(GicBench bench, uint sgi)
    {
        List<int> receivers = [];
        for (bench.Gic.Cpu = 0; bench.Gic.Cpu < 4; bench.Gic.Cpu++)
        {
            if (bench.Take() == sgi)
            {
                receivers.Add(bench.Gic.Cpu);
            }
        }

        return [.. receivers];
    }
}
