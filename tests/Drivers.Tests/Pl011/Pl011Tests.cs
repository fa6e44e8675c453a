using System.Linq;
using System.Text;
using RustKernel.Drivers.Pl011;
using RustKernel.Drivers.Registers.Pl011;
using Xunit;

namespace RustKernel.Drivers.Tests.Pl011;

public sealed class Pl011Tests
{
    private readonly FakePl011 _device = new();

    private Pl011Uart<FakeBus> Uart => new(new FakeBus(_device));

    [Theory]
    [InlineData(48_000_000, 115_200, 26, 3)]
    [InlineData(24_000_000, 115_200, 13, 1)]
    [InlineData(4_000_000, 230_400, 1, 5)]
    [InlineData(48_000_000, 3_000_000, 1, 0)]
    [InlineData(7_372_800, 9_600, 48, 0)]
    public void Divisor_is_the_nearest(ulong clock, uint baud, uint integer, uint fraction)
    {
        Result<Pl011BaudDivisor> divisor = Pl011BaudDivisor.For(clock, baud);
        Assert.Equal((ErrorCode.None, integer, fraction), (divisor.Error, divisor.Value.Integer, divisor.Value.Fraction));
    }

    [Theory]
    [InlineData(48_000_000, 0)]
    [InlineData(0, 115_200)]
    [InlineData(48_000_000, 3_100_000)]
    [InlineData(48_000_000, 40)]
    [InlineData(ulong.MaxValue, 115_200)]
    public void Impossible_rates_are_refused_and_nothing_is_touched(ulong clock, uint baud)
    {
        _device.SetUpByFirmware("x");
        Assert.Equal(ErrorCode.InvalidArgument, Uart.Initialise(clock, baud));
        Assert.Equal(0, _device.Accesses);
    }

    [Fact]
    public void Initialise_lets_firmware_finish_and_latches_the_divisor()
    {
        _device.SetUpByFirmware("firmware's last");
        Assert.Equal(ErrorCode.None, Uart.Initialise(24_000_000, 115_200));
        Assert.Equal("firmware's last", Encoding.ASCII.GetString(_device.Sent.ToArray()));
        Assert.Empty(_device.Lost);
        Assert.Equal((13u, 1u), _device.Divisor);
        Assert.Equal(0x70u, _device.LineControl);
        Assert.Equal(0x301u, _device.Control);
    }

    [Fact]
    public void Every_byte_arrives_in_order_though_the_FIFO_is_small()
    {
        Assert.Equal(ErrorCode.None, Uart.Initialise(48_000_000, 115_200));
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
    public void Adopt_keeps_rate_and_pending_characters()
    {
        _device.SetUpByFirmware("abc");
        Assert.Equal(ErrorCode.None, Uart.Adopt());
        Assert.Equal(ErrorCode.None, Uart.WriteByte((byte)'d'));
        Assert.Equal(ErrorCode.None, Uart.Flush());
        Assert.Equal("abcd", Encoding.ASCII.GetString(_device.Sent.ToArray()));
        Assert.Equal((26u, 3u), _device.Divisor);
    }

    [Fact]
    public void Adopt_refuses_a_uart_nobody_set_up() => Assert.Equal(ErrorCode.InvalidState, Uart.Adopt());

    [Fact]
    public void A_stuck_line_times_out_everywhere()
    {
        _device.SetUpByFirmware("0123456789abcdef");
        _device.Stuck = true;
        Assert.Equal(ErrorCode.TimedOut, Uart.WriteByte(1));
        Assert.Equal(ErrorCode.TimedOut, Uart.Flush());
        Assert.Equal(ErrorCode.TimedOut, Uart.Initialise(48_000_000, 115_200));
        Assert.Equal((26u, 3u), _device.Divisor);
    }

    [Fact]
    public void Receive_gives_characters_with_their_errors()
    {
        _device.SetUpByFirmware("");
        Assert.Equal(ErrorCode.WouldBlock, Uart.Receive().Error);
        _device.Arrive((byte)'a');
        _device.Arrive((byte)'b', errors: 0x100);
        Assert.Equal((uint)'a', Uart.Receive().Value.DATA);
        UARTDR damaged = Uart.Receive().Value;
        Assert.True(damaged.FE && !damaged.PE && !damaged.BE && !damaged.OE);
        Assert.Equal(ErrorCode.WouldBlock, Uart.Receive().Error);
    }

    [Fact]
    public void Receive_interrupt_rises_at_level_or_timeout_and_falls_when_emptied()
    {
        _device.SetUpByFirmware("");
        _device.Arrive(1);
        _device.Quiet();
        Assert.False(_device.InterruptLine);
        Uart.EnableReceiveInterrupt();
        Assert.True(_device.InterruptLine && Uart.ReceiveInterruptPending);
        Uart.AcknowledgeReceiveInterrupt();
        while (Uart.Receive().IsOk) { }
        Assert.False(_device.InterruptLine);
        _device.Arrive(2);
        Assert.False(_device.InterruptLine);
        _device.Arrive(3);
        Assert.True(_device.InterruptLine);
        Uart.DisableReceiveInterrupt();
        Assert.False(_device.InterruptLine);
        Assert.False(Uart.ReceiveInterruptPending);
    }

    [Fact]
    public void Console_speaks_the_contract()
    {
        Pl011Console<FakeBus> console = new();
        Assert.Equal(ErrorCode.InvalidState, console.WriteByte(1));
        Assert.Equal(ErrorCode.InvalidState, console.ReadByte().Error);
        Assert.Equal(ErrorCode.InvalidState, console.Flush());
        _device.SetUpByFirmware("");
        console.Attach(new FakeBus(_device));
        Assert.Equal(ErrorCode.None, console.WriteByte((byte)'!'));
        Assert.Equal(ErrorCode.None, console.Flush());
        Assert.Equal([(byte)'!'], _device.Sent);
        for (int i = 0; i < 17; i++)
        {
            _device.Arrive((byte)i);
        }

        for (int i = 0; i < 16; i++)
        {
            Assert.Equal((byte)i, console.ReadByte().Value);
        }

        Assert.Equal(0u, console.Overruns);
        _device.Arrive(0x55);
        Assert.Equal(0x55, console.ReadByte().Value);
        Assert.Equal(1u, console.Overruns);
        _device.Arrive(0, errors: 0x400);
        Assert.Equal(ErrorCode.DeviceError, console.ReadByte().Error);
    }

    [Fact]
    public void Console_waits_once_for_a_stuck_line_and_recovers()
    {
        _device.SetUpByFirmware("0123456789abcdef");
        _device.Stuck = true;
        Pl011Console<FakeBus> console = new();
        console.Attach(new FakeBus(_device));
        Assert.Equal(ErrorCode.TimedOut, console.WriteByte(1));
        long before = _device.Accesses;
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(ErrorCode.TimedOut, console.WriteByte(1));
        }

        Assert.Equal(100, _device.Accesses - before);
        _device.Stuck = false;
        for (int i = 0; i < 10; i++)
        {
            console.WriteByte((byte)'.');
        }

        Assert.Equal(ErrorCode.None, console.WriteByte((byte)'!'));
        Assert.Equal(ErrorCode.None, console.Flush());
        Assert.Equal((byte)'!', _device.Sent[^1]);
    }
}
