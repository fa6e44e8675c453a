using System.Linq;
using RustKernel.Drivers.GicV3;
using Xunit;
using Redistributor = RustKernel.Drivers.Tests.Interrupts.FakeGicV3Redistributors.Redistributor;

namespace RustKernel.Drivers.Tests.Interrupts;

public sealed class GicV3Tests
{
    private const uint Frame = 0x10000;

    [Fact]
    public void Walk_follows_lengths_and_ignores_order()
    {
        // A GICv4 neighbour has four frames, the others two; big and little clusters; the boot CPU is last.
        uint[] affinities = [0x0001_0000, 0x0000_0000, 0x0000_0100];
        GicV3Fixture fixture = GicV3Fixture.CreateBare(affinities);
        fixture.AddRegion(8 * Frame, 0, [
            new Redistributor(1, affinities[1]) { Frames = 4, VirtualLpis = true },
            new Redistributor(2, affinities[2]),
            new Redistributor(0, affinities[0]) { Last = true },
        ]);
        fixture.Common.Start();
        ProveEachCpuHasItsOwn(fixture);
    }

    // The driver does not use what a GICv4 has beyond a GICv3, virtual LPIs and their two frames: the fake throws at any access to it.
    [Fact]
    public void A_GICv4_serves_as_a_GICv3()
    {
        uint[] affinities = [0, 1];
        GicV3Fixture fixture = GicV3Fixture.CreateBare(affinities);
        fixture.Distributor.ArchitectureRevision = 4;
        fixture.AddRegion(8 * Frame, 0, [
            .. affinities.Select((a, i) => new Redistributor(i, a) { Frames = 4, VirtualLpis = true, Last = i == 1 })]);
        fixture.Common.Start();
        ProveEachCpuHasItsOwn(fixture);
    }

    [Fact]
    public void Walk_takes_the_stride_of_the_tree()
    {
        uint[] affinities = [0, 1, 2];
        GicV3Fixture fixture = GicV3Fixture.CreateBare(affinities);
        fixture.AddRegion(24 * Frame, 8 * Frame, [.. affinities.Select((a, i) => new Redistributor(i, a) { Frames = 8, Last = i == 2 })]);
        fixture.Common.Start();
        ProveEachCpuHasItsOwn(fixture);
    }

    [Fact]
    public void Walk_goes_on_in_the_next_region()
    {
        uint[] affinities = [0, 1, 0x0200_0001];
        GicV3Fixture fixture = GicV3Fixture.CreateBare(affinities);
        fixture.AddRegion(2 * Frame, 0, [new Redistributor(0, 0) { Last = true }]);
        fixture.AddRegion(2 * Frame, 0, [new Redistributor(1, 1) { Last = true }]);
        fixture.AddRegion(16 * Frame, 0, [new Redistributor(2, 0x0200_0001) { Last = true }]);
        fixture.Common.Start();
        ProveEachCpuHasItsOwn(fixture);
    }

    [Theory]
    [InlineData(6u)] // ends without a last one
    [InlineData(5u)] // ends inside one
    [InlineData(1u)] // too small for one
    [InlineData(0u)]
    public void Walk_never_leaves_the_region(uint frames)
    {
        GicV3Fixture fixture = GicV3Fixture.CreateBare([9]);
        fixture.AddRegion(frames * Frame, 0, [new Redistributor(0, 0), new Redistributor(0, 1), new Redistributor(0, 2)]);
        Assert.Equal(ErrorCode.None, fixture.Controller.Initialise());
        Assert.Equal(ErrorCode.NotFound, fixture.Controller.InitialiseCpu().Error);
        Assert.Equal(ErrorCode.NotFound, fixture.Controller.Enable(new Intid(27)));
    }

    [Fact]
    public void Walk_stops_at_the_last_one()
    {
        GicV3Fixture fixture = GicV3Fixture.CreateBare([1]);
        fixture.AddRegion(4 * Frame, 0, [new Redistributor(0, 0) { Last = true }, new Redistributor(0, 1)]);
        fixture.Controller.Initialise();
        Assert.Equal(ErrorCode.NotFound, fixture.Controller.InitialiseCpu().Error);
    }

    [Fact]
    public void A_fifth_region_is_refused()
    {
        GicV3Fixture fixture = GicV3Fixture.CreateBare([0]);
        for (uint i = 0; i < GicV3Controller<FakeBus, FakeGicSystem>.MaximumRegions; i++)
        {
            Assert.Equal(
            ErrorCode.None,
            fixture.AddRegion(2 * Frame, 0, []));
        }

        Assert.Equal(ErrorCode.OutOfMemory, fixture.AddRegion(2 * Frame, 0, []));
    }

    [Fact]
    public void A_distributor_that_never_confirms_times_out()
    {
        GicV3Fixture fixture = GicV3Fixture.Create([0, 1]);
        fixture.Distributor.ConfirmAfterReads = -1;
        Assert.Equal(ErrorCode.TimedOut, fixture.Controller.Initialise());
    }

    [Fact]
    public void Stuck_enables_time_out()
    {
        GicV3Fixture fixture = GicV3Fixture.Create([0, 1]);
        fixture.Common.Start();
        fixture.Distributor.ConfirmAfterReads = -1;
        fixture.Regions[0].ConfirmAfterReads = -1;
        Assert.Equal(ErrorCode.TimedOut, fixture.Controller.Disable(new Intid(40)));
        Assert.Equal(ErrorCode.TimedOut, fixture.Controller.Disable(new Intid(27)));
        Assert.Equal(ErrorCode.TimedOut, fixture.Controller.InitialiseCpu().Error);
    }

    [Fact]
    public void A_redistributor_that_never_wakes_times_out()
    {
        GicV3Fixture fixture = GicV3Fixture.Create([0]);
        fixture.Regions[0].WakeAfterReads = -1;
        fixture.Controller.Initialise();
        Assert.Equal(ErrorCode.TimedOut, fixture.Controller.InitialiseCpu().Error);
    }

    [Fact]
    public void A_closed_interface_is_said()
    {
        GicV3Fixture fixture = GicV3Fixture.CreateBare([0], closed: true);
        fixture.AddRegion(2 * Frame, 0, [new Redistributor(0, 0) { Last = true }]);
        fixture.Controller.Initialise();
        Assert.Equal(ErrorCode.NotSupported, fixture.Controller.InitialiseCpu().Error);
    }

    [Fact]
    public void A_GICv2_is_refused()
    {
        GicV3Fixture fixture = GicV3Fixture.Create([0]);
        fixture.Distributor.ArchitectureRevision = 2;
        Assert.Equal(ErrorCode.NotSupported, fixture.Controller.Initialise());
    }

    [Theory]
    [InlineData(4u)]
    [InlineData(5u)]
    [InlineData(6u)]
    [InlineData(7u)]
    [InlineData(8u)]
    public void Only_the_active_priority_registers_that_exist_are_touched(uint priorityBits)
    {
        GicV3Fixture fixture = GicV3Fixture.CreateBare([0], priorityBits: priorityBits);
        fixture.AddRegion(2 * Frame, 0, [new Redistributor(0, 0) { Last = true }]);
        fixture.Gic.LeaveAMess();
        fixture.Common.Start();
        Assert.Empty(fixture.Gic.Interface.Taken);
    }

    [Theory]
    [InlineData(true, 0x0102_0315u)]
    [InlineData(true, 0x0000_00FFu)]
    [InlineData(false, 0xFF02_030Fu)]
    public void Sgis_find_a_cpu_by_all_of_its_affinity(bool rangeSelector, uint affinity)
    {
        uint[] affinities = [0, affinity, affinity ^ 0x0100_0000, affinity ^ 0x0001_0000, affinity ^ 0x100, affinity ^ 1];
        GicV3Fixture fixture = GicV3Fixture.CreateBare(affinities, rangeSelector: rangeSelector);
        fixture.AddRegion(12 * Frame, 0, [.. affinities.Select((a, i) => new Redistributor(i, a) { Last = i == 5 })]);
        GicFixture common = fixture.Common;
        InterruptTarget[] targets = common.Start();
        for (fixture.Gic.Cpu = 0; fixture.Gic.Cpu < 6; fixture.Gic.Cpu++)
        {
            fixture.Controller.Enable(new Intid(9));
        }

        fixture.Gic.Cpu = 0;
        Assert.Equal(ErrorCode.None, fixture.Controller.SendSgi(new Intid(9), targets[1]));
        for (fixture.Gic.Cpu = 0; fixture.Gic.Cpu < 6; fixture.Gic.Cpu++)
        {
            Assert.Equal(fixture.Gic.Cpu == 1 ? 9u : FakeGic.Spurious, common.Take());
        }
    }

    [Fact]
    public void A_cpu_out_of_reach_is_said()
    {
        GicV3Fixture fixture = GicV3Fixture.Create([0, 0x10]);
        InterruptTarget[] targets = fixture.Common.Start();
        Assert.Equal(ErrorCode.NotSupported, fixture.Controller.SendSgi(new Intid(1), targets[1]));
        Assert.Equal(ErrorCode.None, fixture.Controller.SendSgi(new Intid(1), targets[0]));
    }

    /// <summary>The redistributors refuse another CPU's call, so this only checks that each reaches its own.</summary>
    private static void ProveEachCpuHasItsOwn(GicV3Fixture fixture)
    {
        for (fixture.Gic.Cpu = 0; fixture.Gic.Cpu < fixture.Gic.Cpus; fixture.Gic.Cpu++)
        {
            Assert.Equal(ErrorCode.None, fixture.Controller.Enable(new Intid(27)));
            fixture.Gic.Signal(27, true);
            Assert.Equal(27u, fixture.Common.Take());
        }
    }
}
