using System.Linq;
using System.Text;
using RustKernel.Drivers.MiniUart;
using RustKernel.Drivers.Uart;
using Xunit;

namespace RustKernel.Drivers.Tests.MiniUart;

public sealed class MiniUartTests
{
    private readonly FakeMiniUart _device = new();

    private MiniUartDevice<FakeBus> Uart => new(new FakeBus(_device));

    [Theory]
    [InlineData(250_000_000, 115_200, 270)]
    [InlineData(500_000_000, 115_200, 542)]
    [InlineData(500_000_000, 1_000_000, 62)] // 62.5 periods: half a period off is 0.8 %
    public void Counter_is_the_nearest(uint clock, uint baud, uint counter)
        => Assert.Equal(
            (ErrorCode.None, counter),
            (MiniUartDevice<FakeBus>.BaudCounter(clock, baud).Error, MiniUartDevice<FakeBus>.BaudCounter(clock, baud).Value));

    [Theory]
    [InlineData(250_000_000, 0)]
    [InlineData(0, 115_200)]
    [InlineData(1_000_000, 115_200)] // 1.085 periods: 8 % off
    [InlineData(500_000_000, 300)]
    [InlineData(500_000_000, uint.MaxValue)]
    public void Impossible_rates_are_refused_and_nothing_is_touched(uint clock, uint baud)
    {
        Assert.Equal(ErrorCode.InvalidArgument, Uart.Initialise(clock, baud));
        Assert.Equal(0, _device.Accesses);
    }

    [Fact]
    public void Initialise_switches_it_on_and_leaves_its_neighbours_alone()
    {
        _device.OnlySpi();
        Assert.Equal(ErrorCode.None, Uart.Initialise(250_000_000, 115_200));
        Assert.Equal((3u, 270u, true), (_device.Enables, _device.Baud, _device.SendsEightBits));
    }

    [Fact]
    public void Initialise_lets_firmware_finish()
    {
        _device.SetUpByFirmware("last");
        Assert.Equal(ErrorCode.None, Uart.Initialise(250_000_000, 115_200));
        Assert.Equal("last", Encoding.ASCII.GetString(_device.Sent.ToArray()));
        Assert.Empty(_device.Lost);
        Assert.Equal(270u, _device.Baud);
    }

    [Fact]
    public void Every_byte_arrives_in_order_though_the_FIFO_is_small()
    {
        Assert.Equal(ErrorCode.None, Uart.Initialise(500_000_000, 115_200));
        byte[] text = Enumerable.Range(0, 1000).Select(i => (byte)(i * 7)).ToArray();
        foreach (byte b in text)
        {
            Assert.Equal(ErrorCode.None, Uart.WriteByte(b));
        }

        Assert.Equal(ErrorCode.None, Uart.Flush());
        Assert.Equal(text, _device.Sent);
        Assert.Empty(_device.Lost);
    }

    [Fact]
    public void Adopt_keeps_the_rate_and_refuses_what_is_off()
    {
        Assert.Equal(ErrorCode.InvalidState, Uart.Adopt());
        _device.SetUpByFirmware("ab");
        Assert.Equal(ErrorCode.None, Uart.Adopt());
        Uart.WriteByte((byte)'c');
        Uart.Flush();
        Assert.Equal("abc", Encoding.ASCII.GetString(_device.Sent.ToArray()));
        Assert.Equal(541u, _device.Baud);
    }

    [Fact]
    public void A_stuck_line_times_out_everywhere()
    {
        _device.SetUpByFirmware("01234567");
        _device.Stuck = true;
        Assert.Equal(ErrorCode.TimedOut, Uart.WriteByte(1));
        Assert.Equal(ErrorCode.TimedOut, Uart.Flush());
        Assert.Equal(ErrorCode.TimedOut, Uart.Initialise(250_000_000, 115_200));
        Assert.Equal(541u, _device.Baud);
    }

    [Fact]
    public void Receive_interrupt_stays_while_a_byte_waits()
    {
        _device.SetUpByFirmware("");
        Uart.EnableReceiveInterrupt();
        Assert.False(_device.InterruptLine);
        _device.Arrive(0x41);
        Assert.True(_device.InterruptLine);
        Assert.Equal((byte)0x41, Uart.ReadByte().Value);
        Assert.False(_device.InterruptLine);
        _device.Arrive(0x42);
        Uart.DisableReceiveInterrupt();
        Assert.False(_device.InterruptLine);
    }

    [Fact]
    public void Console_speaks_the_contract()
    {
        UartConsole<MiniUartDevice<FakeBus>> console = new();
        Assert.Equal(ErrorCode.InvalidState, console.WriteByte(1));
        Assert.Equal(ErrorCode.InvalidState, console.ReadByte().Error);
        Assert.Equal(ErrorCode.InvalidState, console.Flush());
        _device.SetUpByFirmware("");
        console.Attach(Uart);
        Assert.Equal(ErrorCode.WouldBlock, console.ReadByte().Error);
        _device.Arrive(7);
        Assert.Equal((byte)7, console.ReadByte().Value);
        Assert.Equal(ErrorCode.None, console.WriteByte((byte)'!'));
        Assert.Equal(ErrorCode.None, console.Flush());
        Assert.Equal([(byte)'!'], _device.Sent);
    }

    [Fact]
    public void Console_waits_once_for_a_stuck_line()
    {
        _device.SetUpByFirmware("01234567");
        _device.Stuck = true;
        UartConsole<MiniUartDevice<FakeBus>> console = new();
        console.Attach(Uart);
        Assert.Equal(ErrorCode.TimedOut, console.WriteByte(1));
        long before = _device.Accesses;
        for (int i = 0; i < 100; i++)
        {
            console.WriteByte(1);
        }

        Assert.Equal(100, _device.Accesses - before);
    }
}
