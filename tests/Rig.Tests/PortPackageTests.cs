using System;
using System.IO;
using System.IO.Ports;
using System.Linq;
using System.Reflection;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>
/// Compares System.IO.Ports with the needs of the rig's serial lines. We use what it can do;
/// <see cref="LineStatus"/> has the rest. If a test fails with a new release of the package, some
/// code of ours may go.
/// </summary>
public sealed class PortPackageTests : IDisposable
{
    private readonly Pty _pty = new();

    public void Dispose() => _pty.Dispose();

    private SerialPort Open(int baud, bool dtr = false)
    {
        SerialPort port = new(_pty.Path, baud, Parity.None, 8, StopBits.One) { DtrEnable = dtr };
        port.Open();
        return port;
    }

    [Theory]
    [InlineData(9600)]
    [InlineData(250_000)]
    [InlineData(1_234_567)]
    [InlineData(3_000_000)]
    public void It_sets_every_rate_also_one_that_termios_has_no_name_for(int baud)
    {
        using LineStatus status = LineStatus.Open(_pty.Path);
        using SerialPort port = Open(baud);
        Assert.Equal(baud, status.Rate);
    }

    [Fact]
    public void It_takes_the_line_for_itself_alone()
    {
        using LineStatus status = LineStatus.Open(_pty.Path);
        Assert.False(status.IsTaken);
        using SerialPort port = Open(115200);
        Assert.True(status.IsTaken);
    }

    [Fact]
    public void It_sends_a_break()
    {
        using SerialPort port = Open(115200);
        port.BreakState = true;
        port.BreakState = false;
    }

    [Fact]
    public void It_refuses_DTR_where_there_is_no_such_wire_so_the_rig_looks_first()
    {
        using LineStatus status = LineStatus.Open(_pty.Path);
        Assert.False(status.HasModemLines);
        Assert.Throws<IOException>(() => Open(115200, dtr: true));
        using ISerialConnection line = new TerminalTransport("tty", _pty.Path, 115200) { Dtr = true }.Connect(default);
    }

    [Fact]
    public void It_says_the_rate_that_was_asked_for_and_not_the_one_that_the_line_has()
    {
        using LineStatus status = LineStatus.Open(_pty.Path);
        using SerialPort port = Open(115200);
        _pty.Rate = 9600;
        Assert.Equal((115200, 9600), (port.BaudRate, status.Rate));
    }

    [Theory]
    [InlineData("/dev/rk-no-such-port", "No such file or directory")]
    [InlineData("/dev/null", "is no serial port")]
    public void It_has_one_word_for_every_reason_why_a_port_cannot_be_opened(string device, string better)
    {
        using SerialPort port = new(device, 115200);
        Assert.Contains("denied", Assert.Throws<UnauthorizedAccessException>(port.Open).Message, StringComparison.Ordinal);
        Assert.Contains(better, Assert.Throws<InfrastructureException>(() => LineStatus.Open(device)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_no_counters_of_line_errors()
        => Assert.DoesNotContain(
            typeof(SerialPort).GetMembers(BindingFlags.Public | BindingFlags.Instance).Select(member => member.Name),
            name => new[] { "Frame", "Framing", "Overrun", "Counter", "ErrorCount" }.Any(
                word => name.Contains(word, StringComparison.Ordinal)));
}
