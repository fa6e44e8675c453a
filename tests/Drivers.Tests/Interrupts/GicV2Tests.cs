using Xunit;

namespace RustKernel.Drivers.Tests.Interrupts;

public sealed class GicV2Tests
{
    [Fact]
    public void Sgis_from_two_senders_are_ended_each_as_it_came()
    {
        GicFixture fixture = GicFixture.Create(GicKind.V2NonSecure);
        InterruptTarget[] targets = fixture.Start();
        fixture.Controller.Enable(new Intid(5));
        fixture.Gic.Cpu = 3;
        fixture.Controller.SendSgi(new Intid(5), targets[0]);
        fixture.Gic.Cpu = 1;
        fixture.Controller.SendSgi(new Intid(5), targets[0]);
        fixture.Gic.Cpu = 0;
        ActiveInterrupt first = fixture.Controller.Acknowledge();
        Assert.Equal((5u, 5u | (1u << 10)), (first.Intid.Value, first.Bits));
        fixture.Controller.EndOfInterrupt(first);
        ActiveInterrupt second = fixture.Controller.Acknowledge();
        Assert.Equal((5u, 5u | (3u << 10)), (second.Intid.Value, second.Bits));
        fixture.Controller.EndOfInterrupt(second);
        Assert.Equal(FakeGic.Spurious, fixture.Take());
    }

    [Fact]
    public void What_a_handler_reads_is_read_after_the_acknowledge()
    {
        GicFixture fixture = GicFixture.Create(GicKind.V2);
        fixture.Start();
        long before = fixture.InterfaceV2!.Accesses;
        fixture.Controller.Acknowledge();
        Assert.Equal(before + 1, fixture.InterfaceV2.OrderedAfter);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void No_device_there_is_said_and_nothing_loops(uint dead)
    {
        GicFixture fixture = GicFixture.Create(GicKind.V2);
        fixture.DistributorV2!.Dead = dead;
        Assert.Equal(ErrorCode.NotSupported, fixture.Controller.Initialise());
        Assert.Equal(0u, fixture.Controller.IntidEndExclusive);
        Assert.Equal(ErrorCode.InvalidArgument, fixture.Controller.Enable(new Intid(40)));
    }

    [Fact]
    public void A_disable_that_does_not_take_is_said()
    {
        GicFixture fixture = GicFixture.Create(GicKind.V2);
        fixture.Start();
        fixture.Controller.Enable(new Intid(40));
        fixture.DistributorV2!.Stuck = true;
        Assert.Equal(ErrorCode.TimedOut, fixture.Controller.Disable(new Intid(40)));
    }

    [Fact]
    public void A_single_cpu_has_no_target_registers_to_ask()
    {
        GicFixture fixture = GicFixture.Create(GicKind.V2, cpus: 1);
        InterruptTarget target = Assert.Single(fixture.Start());
        Assert.Equal(1ul, target.Value);
    }

    [Fact]
    public void Firmware_decides_about_the_bypass()
    {
        GicFixture fixture = GicFixture.Create(GicKind.V2NonSecure);
        fixture.Start();
        Assert.Equal(0x60u, fixture.InterfaceV2!.Bypass);
    }
}
