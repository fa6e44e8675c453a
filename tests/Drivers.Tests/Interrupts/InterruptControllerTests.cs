using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace RustKernel.Drivers.Tests.Interrupts;

/// <summary>The contract, checked on every controller.</summary>
public sealed class InterruptControllerTests
{
    public static TheoryData<GicKind> Kinds => new(Enum.GetValues<GicKind>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Start_leaves_everything_quiet_whatever_was_left_behind(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        fixture.Gic.LeaveAMess();
        fixture.Start();
        Assert.Equal(GicFixture.Lines, fixture.Controller.IntidEndExclusive);
        for (fixture.Gic.Cpu = 0; fixture.Gic.Cpu < 4; fixture.Gic.Cpu++)
        {
            Assert.True(fixture.Controller.Acknowledge().Intid.IsSpecial);
            for (uint intid = 0; intid < GicFixture.Lines; intid++)
            {
                FakeGic.Interrupt interrupt = fixture.Gic[intid];
                Assert.False(interrupt.Enabled || interrupt.Pending || interrupt.Active);
                Assert.Equal(fixture.Gic.FromView(InterruptController.DefaultPriority), interrupt.Priority);
                if (intid >= 32)
                {
                    Assert.Equal((1u, false), (interrupt.Targets, interrupt.Edge));
                }
            }

            Assert.Empty(fixture.Gic.Interface.Taken);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Level_interrupt_comes_until_the_device_is_quiet(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        fixture.Start();
        fixture.Gic.Signal(153, true);
        Assert.Equal(FakeGic.Spurious, fixture.Take());
        Assert.Equal(ErrorCode.None, fixture.Controller.Enable(new Intid(153)));
        Assert.True(fixture.Controller.IsPending(new Intid(153)).Value);
        Assert.Equal(153u, fixture.Take());
        Assert.Equal(153u, fixture.Take());
        fixture.Gic.Signal(153, false);
        Assert.Equal(FakeGic.Spurious, fixture.Take());
        fixture.Gic.Signal(153, true);
        Assert.Equal(ErrorCode.None, fixture.Controller.Disable(new Intid(153)));
        Assert.Equal(FakeGic.Spurious, fixture.Take());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Edge_interrupt_comes_once_and_can_be_forgotten(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        fixture.Start();
        Intid intid = new(40);
        Assert.Equal(ErrorCode.None, fixture.Controller.SetTrigger(intid, InterruptTrigger.Edge));
        fixture.Controller.Enable(intid);
        fixture.Gic.Signal(40, true);
        Assert.Equal(40u, fixture.Take());
        Assert.Equal(FakeGic.Spurious, fixture.Take());
        fixture.Gic.Signal(40, false);
        fixture.Gic.Signal(40, true);
        Assert.Equal(ErrorCode.None, fixture.Controller.ClearPending(intid));
        Assert.Equal(FakeGic.Spurious, fixture.Take());
        Assert.Equal(ErrorCode.None, fixture.Controller.SetPending(intid));
        Assert.Equal(40u, fixture.Take());
        Assert.Equal(ErrorCode.InvalidState, fixture.Controller.SetTrigger(intid, InterruptTrigger.Level));
        Assert.Equal(ErrorCode.None, fixture.Controller.Disable(intid));
        Assert.Equal(ErrorCode.None, fixture.Controller.SetTrigger(intid, InterruptTrigger.Level));
        Assert.False(fixture.Gic[40].Edge);
        Assert.False(fixture.Gic[41].Edge);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void More_urgent_first_and_nested_inside(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        fixture.Start();
        foreach ((uint intid, byte priority) in new[] { (60u, (byte)0xA0), (61u, (byte)0x40), (62u, (byte)0x80) })
        {
            fixture.Controller.SetPriority(new Intid(intid), priority);
            fixture.Controller.Enable(new Intid(intid));
        }

        fixture.Controller.SetPending(new Intid(60));
        ActiveInterrupt outer = fixture.Controller.Acknowledge();
        Assert.Equal(60u, outer.Intid.Value);
        fixture.Controller.SetPending(new Intid(62));
        fixture.Controller.SetPending(new Intid(61));
        ActiveInterrupt inner = fixture.Controller.Acknowledge();
        Assert.Equal(61u, inner.Intid.Value);
        Assert.True(fixture.Controller.Acknowledge().Intid.IsSpecial);
        fixture.Controller.EndOfInterrupt(inner);
        Assert.Equal(62u, fixture.Take());
        fixture.Controller.EndOfInterrupt(outer);
        Assert.Equal(FakeGic.Spurious, fixture.Take());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_held_comes_again_only_when_it_is_let_go(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        fixture.Start();
        foreach (uint intid in new[] { 60u, 61u })
        {
            fixture.Controller.Enable(new Intid(intid));
            fixture.Controller.SetPending(new Intid(intid));
        }

        ActiveInterrupt held = fixture.Controller.Acknowledge();
        Assert.Equal(60u, held.Intid.Value);
        fixture.Controller.Hold(held);
        fixture.Controller.SetPending(new Intid(60));
        Assert.Equal(61u, fixture.Take());
        Assert.Equal(FakeGic.Spurious, fixture.Take());

        // The driver may have run on any CPU.
        fixture.Gic.Cpu = 1;
        Assert.Equal(ErrorCode.None, fixture.Controller.LetGo(held.Intid));
        fixture.Gic.Cpu = 0;
        Assert.Equal(60u, fixture.Take());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_held_for_a_handler_that_is_gone_comes_to_the_next_one(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        fixture.Start();
        fixture.Controller.Enable(new Intid(60));
        fixture.Controller.SetPending(new Intid(60));
        fixture.Controller.Hold(fixture.Controller.Acknowledge());
        fixture.Controller.Disable(new Intid(60));
        fixture.Controller.SetPending(new Intid(60));
        Assert.Equal(FakeGic.Spurious, fixture.Take());
        fixture.Controller.Enable(new Intid(60));
        Assert.Equal(60u, fixture.Take());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Priorities_at_or_below_the_mask_never_come(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        fixture.Start();
        fixture.Controller.Enable(new Intid(50));
        fixture.Controller.SetPending(new Intid(50));
        Assert.Equal(ErrorCode.None, fixture.Controller.SetPriority(new Intid(50), 0xF8));
        Assert.Equal(FakeGic.Spurious, fixture.Take());
        fixture.Controller.SetPriority(new Intid(50), 0xE0);
        Assert.Equal(50u, fixture.Take());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Private_interrupts_belong_to_the_calling_cpu(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        fixture.Start();
        fixture.Gic.Cpu = 2;
        Assert.Equal(ErrorCode.None, fixture.Controller.Enable(new Intid(27)));
        Assert.Equal(ErrorCode.None, fixture.Controller.SetPriority(new Intid(27), 0x40));
        for (int cpu = 0; cpu < 4; cpu++)
        {
            fixture.Gic.Cpu = cpu;
            fixture.Gic.Signal(27, true);
            Assert.Equal(cpu == 2 ? 27u : FakeGic.Spurious, fixture.Take());
        }

        fixture.Gic.Cpu = 2;
        Assert.True(fixture.Controller.IsPending(new Intid(27)).Value);
        Assert.Equal(ErrorCode.None, fixture.Controller.Disable(new Intid(27)));
        Assert.Equal(FakeGic.Spurious, fixture.Take());
        fixture.Gic.Signal(27, false);
        Assert.Equal(ErrorCode.None, fixture.Controller.SetTrigger(new Intid(27), InterruptTrigger.Edge));
        Assert.True(fixture.Gic[27].Edge);
        Assert.Equal(ErrorCode.None, fixture.Controller.SetPending(new Intid(27)));
        Assert.True(fixture.Controller.IsPending(new Intid(27)).Value);
        Assert.Equal(ErrorCode.None, fixture.Controller.ClearPending(new Intid(27)));
        Assert.False(fixture.Controller.IsPending(new Intid(27)).Value);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fixed_triggers_are_said(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        fixture.Start();
        fixture.Gic[27].TriggerIsFixed = true;
        fixture.Gic[70].TriggerIsFixed = true;
        foreach (uint intid in new[] { 27u, 70u })
        {
            Assert.Equal(ErrorCode.NotSupported, fixture.Controller.SetTrigger(new Intid(intid), InterruptTrigger.Edge));
            Assert.Equal(ErrorCode.None, fixture.Controller.SetTrigger(new Intid(intid), InterruptTrigger.Level));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Shared_interrupts_go_where_they_are_routed(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        InterruptTarget[] targets = fixture.Start();
        fixture.Controller.Enable(new Intid(99));
        for (int target = 3; target >= 0; target--)
        {
            Assert.Equal(ErrorCode.None, fixture.Controller.SetTarget(new Intid(99), targets[target]));
            fixture.Controller.SetPending(new Intid(99));
            for (int cpu = 0; cpu < 4; cpu++)
            {
                fixture.Gic.Cpu = cpu;
                Assert.Equal(cpu == target ? 99u : FakeGic.Spurious, fixture.Take());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sgis_reach_their_cpu_or_all_others(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        InterruptTarget[] targets = fixture.Start();
        for (fixture.Gic.Cpu = 0; fixture.Gic.Cpu < 4; fixture.Gic.Cpu++)
        {
            fixture.Controller.Enable(new Intid(3));
        }

        fixture.Gic.Cpu = 1;
        Assert.Equal(ErrorCode.None, fixture.Controller.SendSgi(new Intid(3), targets[2]));
        Assert.Equal([2], Receivers(fixture, 3));
        fixture.Gic.Cpu = 1;
        Assert.Equal(ErrorCode.None, fixture.Controller.SendSgi(new Intid(3), targets[1]));
        Assert.Equal([1], Receivers(fixture, 3));
        fixture.Gic.Cpu = 3;
        Assert.Equal(ErrorCode.None, fixture.Controller.SendSgiToOthers(new Intid(3)));
        Assert.Equal([0, 1, 2], Receivers(fixture, 3));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_does_not_exist_is_refused(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        InterruptTarget[] targets = fixture.Start();
        InterruptController controller = fixture.Controller;
        foreach (uint number in new[] { GicFixture.Lines, 1019u, 1020u, 1023u, 5000u, uint.MaxValue })
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
        GicFixture fixture = GicFixture.Create(kind, cpus: 1, lines: 1024);
        fixture.Start();
        Assert.Equal(1020u, fixture.Controller.IntidEndExclusive);
        fixture.Controller.Enable(new Intid(1019));
        fixture.Gic.Signal(1019, true);
        Assert.Equal(1019u, fixture.Take());
    }

    /// <summary>
    /// A seeded storm: the right CPU takes each interrupt, most urgent first, and ends it in order, and nothing is left over.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_storm_loses_and_invents_nothing(GicKind kind)
    {
        GicFixture fixture = GicFixture.Create(kind);
        InterruptTarget[] targets = fixture.Start();
        Random random = new(20);
        uint[] intids = [.. Enumerable.Range(32, 64).Select(i => (uint)i)];
        int[] owner = new int[1024];
        foreach (uint intid in intids)
        {
            owner[intid] = random.Next(4);
            fixture.Controller.SetTrigger(new Intid(intid), InterruptTrigger.Edge);
            fixture.Controller.SetTarget(new Intid(intid), targets[owner[intid]]);
            fixture.Controller.SetPriority(new Intid(intid), (byte)(random.Next(1, 14) * 16));
            fixture.Controller.Enable(new Intid(intid));
        }

        HashSet<uint> outstanding = [];
        List<ActiveInterrupt>[] nested = [[], [], [], []];
        for (int step = 0; step < 20_000; step++)
        {
            fixture.Gic.Cpu = random.Next(4);
            List<ActiveInterrupt> own = nested[fixture.Gic.Cpu];
            switch (random.Next(3))
            {
                case 0:
                    uint raised = intids[random.Next(intids.Length)];
                    fixture.Controller.SetPending(new Intid(raised));
                    outstanding.Add(raised);
                    break;
                case 1:
                    ActiveInterrupt taken = fixture.Controller.Acknowledge();
                    if (taken.Intid.IsSpecial)
                    {
                        break;
                    }

                    Assert.Equal(fixture.Gic.Cpu, owner[taken.Intid.Value]);
                    Assert.True(outstanding.Remove(taken.Intid.Value));
                    own.Add(taken);
                    break;
                default:
                    if (own.Count == 0)
                    {
                        break;
                    }

                    fixture.Controller.EndOfInterrupt(own[^1]);
                    own.RemoveAt(own.Count - 1);
                    break;
            }
        }

        for (fixture.Gic.Cpu = 0; fixture.Gic.Cpu < 4; fixture.Gic.Cpu++)
        {
            for (int i = nested[fixture.Gic.Cpu].Count; i-- > 0;)
            {
                fixture.Controller.EndOfInterrupt(nested[fixture.Gic.Cpu][i]);
            }

            for (uint intid = fixture.Take(); intid != FakeGic.Spurious; intid = fixture.Take())
            {
                Assert.True(outstanding.Remove(intid));
            }
        }

        Assert.Empty(outstanding);
    }

    private static int[] Receivers(GicFixture fixture, uint sgi)
    {
        List<int> receivers = [];
        for (fixture.Gic.Cpu = 0; fixture.Gic.Cpu < 4; fixture.Gic.Cpu++)
        {
            if (fixture.Take() == sgi)
            {
                receivers.Add(fixture.Gic.Cpu);
            }
        }

        return [.. receivers];
    }
}
