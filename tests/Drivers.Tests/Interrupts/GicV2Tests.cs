using Xunit;

namespace RustKernel.Drivers.Tests;

public sealed class GicV2Tests
{
    [Fact]
    public void Sgis_from_two_senders_are_ended_each_as_it_came()
    {
        GicBench bench = GicBench.Create(GicKind.V2NonSecure);
        InterruptTarget[] targets = bench.Start();
        bench.Controller.Enable(new Intid(5));
        bench.Gic.Cpu = 3;
        bench.Controller.SendSgi(new Intid(5), targets[0]);
        bench.Gic.Cpu = 1;
        bench.Controller.SendSgi(new Intid(5), targets[0]);
        bench.Gic.Cpu = 0;
        ActiveInterrupt first = bench.Controller.Acknowledge();
        Assert.Equal((5u, 5u | (1u << 10)), (first.Intid.Value, first.Bits));
        bench.Controller.EndOfInterrupt(first);
        ActiveInterrupt second = bench.Controller.Acknowledge();
        Assert.Equal((5u, 5u | (3u << 10)), (second.Intid.Value, second.Bits));
        bench.Controller.EndOfInterrupt(second);
        Assert.Equal(FakeGic.Spurious, bench.Take());
    }

    [Fact]
    public void What_a_handler_reads_is_read_after_the_acknowledge()
    {
        GicBench bench = GicBench.Create(GicKind.V2);
        bench.Start();
        long before = bench.InterfaceV2!.Accesses;
        bench.Controller.Acknowledge();
        Assert.Equal(before + 1, bench.InterfaceV2.OrderedAfter);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void No_device_there_is_said_and_nothing_loops(uint dead)
    {
        GicBench bench = GicBench.Create(GicKind.V2);
        bench.DistributorV2!.Dead = dead;
        Assert.Equal(ErrorCode.NotSupported, bench.Controller.Initialise());
        Assert.Equal(0u, bench.Controller.IntidEndExclusive);
        Assert.Equal(ErrorCode.InvalidArgument, bench.Controller.Enable(new Intid(40)));
    }

    [Fact]
    public void A_disable_that_does_not_take_is_said()
    {
        GicBench bench = GicBench.Create(GicKind.V2);
        bench.Start();
        bench.Controller.Enable(new Intid(40));
        bench.DistributorV2!.Stuck = true;
        Assert.Equal(ErrorCode.TimedOut, bench.Controller.Disable(new Intid(40)));
    }

    [Fact]
    public void A_single_cpu_has_no_target_registers_to_ask()
    {
        GicBench bench = GicBench.Create(GicKind.V2, cpus: 1);
        InterruptTarget target = Assert.Single(bench.Start());
        Assert.Equal(1ul, target.Value);
    }

    [Fact]
    public void Firmware_decides_about_the_bypass()
    {
        GicBench bench = GicBench.Create(GicKind.V2NonSecure);
        bench.Start();
        Assert.Equal(0x60u, bench.InterfaceV2!.Bypass);
    }
}
