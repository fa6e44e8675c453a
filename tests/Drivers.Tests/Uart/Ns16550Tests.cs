using RustKernel.Drivers.Ns16550;
using Xunit;

namespace RustKernel.Drivers.Tests.Uart;

/// <summary>A 16550 with registers of four bytes, as in most trees.</summary>
public sealed class Ns16550Tests : LineUartTests<Ns16550Uart<FakeBus>, FakeNs16550>
{
    protected override Ns16550Uart<FakeBus> Uart => At(Device);

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, 2, 1)]
    [InlineData(0x200, 1, 2)]
    [InlineData(4, 2, 4)]
    [InlineData(0, 3, 4)]
    public void Registers_are_where_the_tree_says(uint start, int shift, uint width)
    {
        FakeNs16550 device = new() { Start = start, Shift = shift, Width = width };
        Ns16550Uart<FakeBus> uart = At(device);
        Assert.Equal(ErrorCode.None, uart.Initialise(ClockHz, 115_200));
        Assert.Equal(ErrorCode.None, uart.WriteByte(0x5A, 10));
        Assert.Equal(ErrorCode.None, uart.Flush(100));
        Assert.Equal([0x5A], device.Sent);
        Assert.Equal(115_384u, device.BitsPerSecond);
    }

    [Theory]
    [InlineData(0, 0, 4)] // registers would overlap
    [InlineData(0, 1, 4)]
    [InlineData(0, 2, 3)]
    [InlineData(0, 2, 0)]
    [InlineData(0, 2, 8)]
    [InlineData(0, 5, 4)]
    [InlineData(0, 40, 4)]
    [InlineData(2, 2, 4)] // unaligned
    [InlineData(0xFF0, 2, 4)] // beyond the page
    [InlineData(0xFFFF_FF00, 2, 4)]
    public void A_layout_that_cannot_be_is_refused(uint start, uint shift, uint width)
        => Assert.Equal(ErrorCode.InvalidArgument, Ns16550Layout.For(start, shift, width).Error);

    [Fact]
    public void A_line_control_that_a_busy_device_drops_is_written_again()
    {
        Device.BusyWrites = 3;
        Assert.Equal(ErrorCode.None, Uart.Initialise(ClockHz, 115_200));
        Assert.True(Device.IsEightNone);
        Assert.Equal(115_384u, Device.BitsPerSecond);
        Assert.False(Device.InterruptLine);
    }

    [Fact]
    public void A_device_that_is_busy_for_good_is_given_up()
    {
        Device.BusyWrites = int.MaxValue;
        Assert.Equal(ErrorCode.TimedOut, Uart.Initialise(ClockHz, 115_200));
    }

    [Fact]
    public void A_damaged_byte_is_taken_and_told()
    {
        Device.SetUpByFirmware("");
        Device.Arrive(1, isDamaged: true);
        Device.Arrive(2);
        Assert.Equal(ErrorCode.DeviceError, Uart.ReadByte().Error);
        Assert.Equal((byte)2, Uart.ReadByte().Value);
    }

    [Fact]
    public void A_damaged_byte_is_not_taken_for_a_good_one_after_something_was_sent()
    {
        Device.SetUpByFirmware("");
        Device.Arrive(1, isDamaged: true);
        Device.Arrive(2);
        Assert.Equal(ErrorCode.None, Uart.WriteByte(0x5A, 10));
        Assert.Equal(ErrorCode.None, Uart.Flush(100));
        Assert.Equal((byte)2, Uart.ReadByte().Value);
        Assert.Equal(ErrorCode.WouldBlock, Uart.ReadByte().Error);
        Device.Arrive(3, isDamaged: true);
        Assert.Equal(ErrorCode.None, Uart.Flush(100));
        Assert.Equal(ErrorCode.WouldBlock, Uart.ReadByte().Error);
    }

    [Fact]
    public void Nuvoton_s_divisor_is_two_less()
    {
        byte less = Ns16550Layout.DivisorLess("nuvoton,npcm750-uart"u8);
        Ns16550Uart<FakeBus> uart = At(Device, less);
        Device.DivisorLess = 2;
        Assert.Equal(ErrorCode.None, uart.Initialise(ClockHz, 115_200));
        Assert.Equal(115_384u, Device.BitsPerSecond);
        Assert.Equal(ErrorCode.InvalidArgument, uart.Initialise(ClockHz, 750_000));
        Assert.Equal(0, Ns16550Layout.DivisorLess("ns16550a"u8));
    }

    private static Ns16550Uart<FakeBus> At(FakeNs16550 device, byte divisorLess = 0)
    {
        Result<Ns16550Layout> layout = Ns16550Layout.For(device.Start, (uint)device.Shift, device.Width);
        Assert.Equal(ErrorCode.None, layout.Error);
        return new Ns16550Uart<FakeBus>(Ns16550Window<FakeBus>.Of(new FakeBus(device), layout.Value), divisorLess);
    }
}
