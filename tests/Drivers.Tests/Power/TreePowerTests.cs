using RustKernel.Drivers.Pl061;
using RustKernel.Drivers.Syscon;
using Xunit;

namespace RustKernel.Drivers.Tests.Power;

/// <summary>The registers and pins that end a machine according to a device tree.</summary>
public sealed class TreePowerTests
{
    [Theory]
    [InlineData(1u, 0x5Au, 0x0Fu, 0xA3u, 0xAAu)]
    [InlineData(2u, 0x1234u, 0xFF00u, 0xABCDu, 0x12CDu)]
    [InlineData(4u, 0x7777u, 0x8000_FFFFu, 0xFFFF_0000u, 0x7FFF_7777u)]
    public void Bits_that_are_not_meant_are_kept(uint width, uint value, uint mask, uint before, uint after)
    {
        FakeCommandRegister register = new(width, before);
        new SysconRegister<FakeBus>(new FakeBus(register), width).Update(value, mask);
        Assert.Equal((after, 1), (register.Value, register.Writes));
    }

    // Command registers often cannot be read.
    [Theory]
    [InlineData(1u, 0x12u, uint.MaxValue)]
    [InlineData(2u, 0x5555u, 0xFFFFu)]
    [InlineData(4u, 0x5555u, uint.MaxValue)]
    public void A_register_that_is_written_whole_is_not_read(uint width, uint value, uint mask)
    {
        FakeCommandRegister register = new(width, 0, isReadable: false);
        new SysconRegister<FakeBus>(new FakeBus(register), width).Update(value, mask);
        Assert.Equal((value, 1), (register.Value, register.Writes));
    }

    [Theory]
    [InlineData(false, 0x08u, 0x00u)]
    [InlineData(true, 0x00u, 0x08u)]
    public void A_pin_is_active_inactive_and_active_again(bool isActiveLow, uint active, uint inactive)
    {
        FakePl061 device = new() { Directions = 0x01 };
        FakePause.Waits.Clear();
        PowerPin<FakeBus, FakePause> pin = new(new FakeBus(device), 3, isActiveLow);
        Assert.Equal(ErrorCode.TimedOut, pin.Strike(100, 150, 3000));
        Assert.Equal([active, inactive, active], device.Levels);
        Assert.Equal([100u, 150u, 3000u], FakePause.Waits);
        Assert.Equal((0x09u, 0xF7u), (device.Directions, device.Hardware));
    }

    [Fact]
    public void A_pin_that_does_not_exist_is_refused()
    {
        FakePl061 device = new();
        Assert.Equal(ErrorCode.InvalidArgument, new PowerPin<FakeBus, FakePause>(new FakeBus(device), 8, false).Strike(1, 1, 1));
        Assert.Equal(0, device.Accesses);
    }
}
