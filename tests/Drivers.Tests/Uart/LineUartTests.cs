// What every UART of whole bytes must do, tested on each family's fake.

using System.Linq;
using System.Text;
using RustKernel.Drivers.Uart;
using Xunit;

namespace RustKernel.Drivers.Tests.Uart;

/// <summary>The tests of one family; a class for each names its driver and its fake.</summary>
public abstract class LineUartTests<TUart, TFake>
    where TUart : struct, ILineUart
    where TFake : FakeUart, new()
{
    private const uint Baud = 115_200;

    // Reads of the status before a byte times out.
    private const uint Limit = 1u << 16;

    /// <summary>Its clock in hertz.</summary>
    protected ulong ClockHz => Device.ClockHz;

    /// <summary>The device.</summary>
    protected TFake Device { get; } = new();

    /// <summary>Its driver.</summary>
    protected abstract TUart Uart { get; }

    [Fact]
    public void Initialise_sets_rate_and_frame()
    {
        Assert.Equal(ErrorCode.None, Uart.Initialise(ClockHz, Baud));
        Assert.True(Device.IsEightNone);
        Assert.InRange(Device.BitsPerSecond, Baud * 98 / 100, Baud * 102 / 100);
        Assert.False(Device.InterruptLine);
    }

    [Fact]
    public void Rates_that_cannot_be_had_are_refused_and_nothing_is_touched()
    {
        Assert.Equal(ErrorCode.InvalidArgument, Uart.Initialise(ClockHz, 0));
        Assert.Equal(ErrorCode.InvalidArgument, Uart.Initialise(ClockHz, 20_000_000));
        Assert.Equal(ErrorCode.InvalidArgument, Uart.Initialise(ulong.MaxValue, Baud));
        Assert.Equal(0, Device.Accesses);
    }

    [Fact]
    public void Firmware_finishes_before_the_rate_changes()
    {
        Device.SetUpByFirmware("last words");
        Assert.Equal(ErrorCode.None, Uart.Initialise(ClockHz, Baud));
        Assert.Equal("last words", Text);
        Assert.Empty(Device.Lost);
    }

    [Fact]
    public void With_an_unknown_clock_the_rate_stays()
    {
        Device.SetUpByFirmware("");
        uint before = Device.BitsPerSecond;
        Assert.Equal(ErrorCode.None, Uart.Initialise(0, Baud));
        Assert.Equal(before, Device.BitsPerSecond);
        Assert.True(Device.IsEightNone);
    }

    [Fact]
    public void A_line_of_firmware_s_is_adopted_without_a_damaged_byte()
    {
        Assert.Equal(ErrorCode.InvalidState, Uart.Adopt());
        Device.SetUpByFirmware("ab");
        uint before = Device.BitsPerSecond;
        Assert.Equal(ErrorCode.None, Uart.Adopt());
        Assert.Equal(ErrorCode.None, Uart.WriteByte((byte)'c', Limit));
        Assert.Equal(ErrorCode.None, Uart.Flush(Limit));
        Assert.Equal("abc", Text);
        Assert.Equal(before, Device.BitsPerSecond);
        Device.Arrive(7);
        Assert.False(Device.InterruptLine);
        Assert.Equal((byte)7, Uart.ReadByte().Value);
    }

    [Fact]
    public void Every_byte_arrives_in_order()
    {
        Assert.Equal(ErrorCode.None, Uart.Initialise(ClockHz, Baud));
        byte[] text = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];
        foreach (byte value in text)
        {
            Assert.Equal(ErrorCode.None, Uart.WriteByte(value, Limit));
        }

        Assert.Equal(ErrorCode.None, Uart.Flush(Limit));
        Assert.Equal(text, Device.Sent);
        Assert.Empty(Device.Lost);
    }

    [Fact]
    public void A_stuck_line_times_out_everywhere_and_keeps_its_rate()
    {
        Device.SetUpByFirmware("x");
        uint before = Device.BitsPerSecond;
        Device.Stuck = true;
        ErrorCode error = ErrorCode.None;
        for (int i = 0; i < 300 && error == ErrorCode.None; i++)
        {
            error = Uart.WriteByte(1, 100);
        }

        Assert.Equal(ErrorCode.TimedOut, error);
        Assert.Equal(ErrorCode.TimedOut, Uart.Flush(100));
        Assert.Equal(ErrorCode.TimedOut, Uart.Initialise(ClockHz, Baud));
        Assert.Equal(before, Device.BitsPerSecond);
        Assert.Empty(Device.Lost);
    }

    [Fact]
    public void Receive_interrupt_ends_when_the_bytes_are_taken()
    {
        Assert.Equal(ErrorCode.None, Uart.Initialise(ClockHz, Baud));
        Uart.EnableReceiveInterrupt();
        Assert.False(Device.InterruptLine);
        Device.Arrive(0x41);
        Device.Arrive(0x42);
        Assert.True(Device.InterruptLine);
        Uart.AcknowledgeReceiveInterrupt();
        Assert.Equal((byte)0x41, Uart.ReadByte().Value);
        Assert.Equal((byte)0x42, Uart.ReadByte().Value);
        Uart.AcknowledgeReceiveInterrupt();
        Assert.False(Device.InterruptLine);
        Assert.Equal(ErrorCode.WouldBlock, Uart.ReadByte().Error);
        Uart.DisableReceiveInterrupt();
        Device.Arrive(0x43);
        Assert.False(Device.InterruptLine);
    }

    [Fact]
    public void Transmit_interrupt_comes_when_there_is_room_and_goes_when_it_is_masked()
    {
        Assert.Equal(ErrorCode.None, Uart.Initialise(ClockHz, Baud));
        Fill();
        Uart.AllowTransmitInterrupt(true);
        Assert.Equal(ErrorCode.None, Uart.Flush(Limit));
        Assert.True(Device.InterruptLine);
        Uart.AllowTransmitInterrupt(false);
        Assert.False(Device.InterruptLine);

        // A FIFO that is full again does not interrupt for an earlier condition.
        Device.Stuck = true;
        Fill();
        Uart.AllowTransmitInterrupt(true);
        Assert.False(Device.InterruptLine);
    }

    private void Fill()
    {
        while (Uart.WriteByte((byte)'.', 1) == ErrorCode.None)
        {
            // Until it takes no more.
        }
    }

    [Fact]
    public void The_console_of_the_kernel_speaks_through_it()
    {
        UartConsole<TUart> console = new();
        Assert.Equal(ErrorCode.InvalidState, console.WriteByte(1));
        Assert.Equal(ErrorCode.None, Uart.Initialise(ClockHz, Baud));
        console.Attach(Uart);
        Assert.Equal(ErrorCode.WouldBlock, console.ReadByte().Error);
        Device.Arrive(7);
        Assert.Equal((byte)7, console.ReadByte().Value);
        Assert.Equal(ErrorCode.None, console.WriteByte((byte)'!'));
        Assert.Equal(ErrorCode.None, console.Flush());
        Assert.Equal("!", Text);
    }

    private string Text => Encoding.ASCII.GetString([.. Device.Sent]);
}
