using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Events;
using RustKernel.Hil.Strategies;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

public sealed class SerialTests : IDisposable
{
    private readonly Recording _recording = new();

    public void Dispose() => _recording.Dispose();

    private SerialConsole Console(ISerialTransport transport, double reconnectSeconds = 120) =>
        new(_recording.Log, transport, TimeSpan.FromSeconds(reconnectSeconds));

    private static TcpListener Listen()
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static string AddressOf(TcpListener listener) => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    [Theory]
    [InlineData(9600)]
    [InlineData(115200)]
    [InlineData(3_000_000)]
    [InlineData(1_234_567)]
    public void A_tty_gives_every_byte_value_in_both_directions_at_any_rate(int baud)
    {
        using Pty pty = new();
        byte[] all = new byte[256];
        for (int value = 0; value < all.Length; value++)
        {
            all[value] = (byte)value;
        }

        using SerialConsole console = Console(new TerminalTransport("tty", pty.Path, baud));
        console.Open(_recording.Deadline);
        pty.Board.Write(all);
        _recording.AwaitText(Encoding.Latin1.GetString(all));
        Assert.True(console.Send(all));
        byte[] back = new byte[256];
        pty.Board.ReadExactly(back);
        Assert.Equal(all, back);
        Assert.Equal(all, _recording.Of(EventKind.SerialSent)[0].Data.ToArray());
    }

    [Fact]
    public void A_break_goes_out_on_a_port_and_is_in_the_log_and_other_lines_have_none()
    {
        using Pty pty = new();
        using (SerialConsole console = Console(new TerminalTransport("pty", pty.Path, 0)))
        {
            Assert.False(console.Break());
            console.Open(_recording.Deadline);
            Assert.True(console.Break());
        }

        Assert.Single(_recording.Of(EventKind.SerialBreak));
        using SerialConsole program = Console(new ProgramTransport(_recording.Log, "command", "cat", ["cat"]));
        program.Open(_recording.Deadline);
        Assert.False(program.Break());
    }

    [Fact]
    public void Ctrl_A_and_B_ask_for_a_break_and_no_key_of_them_goes_to_the_machine()
    {
        int breaks = 0;
        KeyFilter filter = new() { Break = () => breaks++ };
        byte[] keys = [(byte)'b', 1, (byte)'b', (byte)'c'];
        Assert.Equal(2, filter.Filter(keys, out bool leaves));
        Assert.Equal("bc", Encoding.ASCII.GetString(keys, 0, 2));
        Assert.Equal((1, false), (breaks, leaves));
    }

    [Fact]
    public void What_came_before_closing_is_in_the_log()
    {
        using Pty pty = new();
        using (SerialConsole console = Console(new TerminalTransport("pty", pty.Path, 0)))
        {
            console.Open(_recording.Deadline);
            pty.Board.Write("last words"u8);
        }

        Assert.EndsWith("last words", _recording.Received, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_cut_and_comes_back_is_opened_again_with_the_gap_on_record()
    {
        using Pty second = new();
        string link = Path.Combine(_recording.Folder, "port");
        Pty first = new();
        File.CreateSymbolicLink(link, first.Path);
        using SerialConsole console = Console(new TerminalTransport("pty", link, 0));
        console.Open(_recording.Deadline);
        first.Board.Write("before"u8);
        _recording.AwaitText("before");
        File.Delete(link);
        first.Dispose();
        _recording.AwaitEvent(EventKind.SerialClosed);
        File.CreateSymbolicLink(link, second.Path);
        _recording.AwaitEvent(EventKind.SerialGap);
        second.Board.Write("after"u8);
        _recording.AwaitText("beforeafter");
        LogEvent gap = _recording.Of(EventKind.SerialGap)[0];
        Assert.True(gap.Number("to") > gap.Number("from"));
        Assert.True(console.Send("x"u8));
        Assert.Empty(_recording.Of(EventKind.Failure));
    }

    [Fact]
    public void A_line_that_does_not_come_back_is_a_failure_that_names_it()
    {
        // Through its own link: the pty's number goes to another test at once.
        Pty pty = new();
        string link = Path.Combine(_recording.Folder, "port");
        File.CreateSymbolicLink(link, pty.Path);
        using SerialConsole console = Console(new TerminalTransport("pty", link, 0), reconnectSeconds: 0.3);
        console.Open(_recording.Deadline);
        File.Delete(link);
        pty.Dispose();
        _recording.AwaitEvent(EventKind.Failure);
        Assert.Contains(
            $"the serial line {link} was lost and did not come back within 0.3 s",
            _recording.Of(EventKind.Failure)[0].Text("reason"),
            StringComparison.Ordinal);
        Assert.False(console.Send("x"u8));
    }

    [Theory]
    [InlineData("/dev/rk-no-such-port", "cannot be opened: No such file or directory")]
    [InlineData("/dev/null", "is no serial port")]
    public void A_device_that_is_no_port_is_named(string device, string message)
    {
        using SerialConsole console = Console(new TerminalTransport("tty", device, 115200));
        Assert.Contains(
            message,
            Assert.Throws<InfrastructureException>(() => console.Open(_recording.Deadline)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raw_tcp_passes_bytes_and_reconnects()
    {
        using TcpListener server = Listen();
        using SerialConsole console = Console(new SocketTransport(AddressOf(server)));
        Task<Socket> accepted = server.AcceptSocketAsync();
        console.Open(_recording.Deadline);
        using (Socket board = await accepted)
        {
            board.Send([0, 255, 13, 10, 65]);
            _recording.AwaitText("\0\u00FF\r\nA");
        }

        using Socket again = await server.AcceptSocketAsync();
        _recording.AwaitEvent(EventKind.SerialGap);
        again.Send("B"u8);
        _recording.AwaitText("AB");
        Assert.True(console.Send("hello"u8));
        byte[] got = new byte[5];
        Assert.Equal(5, again.Receive(got));
        Assert.Equal("hello", Encoding.ASCII.GetString(got));
    }

    [Fact]
    public void Nobody_listening_is_named()
    {
        TcpListener server = Listen();
        string address = AddressOf(server);
        server.Stop();
        using SerialConsole console = Console(new SocketTransport(address));
        Assert.Contains(
            $"{address} does not answer",
            Assert.Throws<InfrastructureException>(() => console.Open(_recording.Deadline)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rfc2217_sets_the_port_up_and_passes_every_byte()
    {
        using Rfc2217Server server = new();
        using SerialConsole console = Console(new Rfc2217Transport(server.Address, 921600));
        console.Open(_recording.Deadline);
        Assert.Equal((921600, 8, 1, 1, 1), server.Settings);
        byte[] all = new byte[512];
        for (int index = 0; index < all.Length; index++)
        {
            all[index] = (byte)(index / 2);
        }

        server.Send(all);
        _recording.AwaitText(Encoding.Latin1.GetString(all));
        Assert.True(console.Send(all));
        server.AwaitData(all);
    }

    [Fact]
    public void A_port_that_cannot_do_the_rate_is_named()
    {
        using Rfc2217Server server = new() { BaudLimit = 115200 };
        using SerialConsole console = Console(new Rfc2217Transport(server.Address, 921600));
        Assert.Contains(
            "cannot do 921600 baud, it chose 115200",
            Assert.Throws<InfrastructureException>(() => console.Open(_recording.Deadline)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_rfc2217_is_named()
    {
        using Rfc2217Server server = new() { Refuses = true };
        using SerialConsole console = Console(new Rfc2217Transport(server.Address, 115200));
        Assert.Contains(
            "does not speak RFC 2217",
            Assert.Throws<InfrastructureException>(() => console.Open(_recording.Deadline)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_hangs_up_at_once_is_named_however_far_the_set_up_came()
    {
        using TcpListener server = Listen();
        for (int turn = 0; turn < 50; turn++)
        {
            Task<Socket> accepted = server.AcceptSocketAsync();
            Rfc2217Transport transport = new(AddressOf(server), 115200);
            Task hangUp = accepted.ContinueWith(
                done =>
                {
                    // Without lingering the close is a reset, which the next write gets.
                    done.Result.LingerState = new LingerOption(true, 0);
                    done.Result.Dispose();
                },
                TaskScheduler.Default);
            Assert.Throws<InfrastructureException>(() => transport.Connect(_recording.Deadline));
            await hangUp;
        }
    }

    [Fact]
    public void A_server_that_never_answers_costs_the_deadline_and_no_more()
    {
        using TcpListener server = Listen();
        using SerialConsole console = Console(new Rfc2217Transport(AddressOf(server), 115200));
        using CancellationTokenSource deadline = new(TimeSpan.FromMilliseconds(300));
        Assert.ThrowsAny<OperationCanceledException>(() => console.Open(deadline.Token));
    }

    [Fact]
    public void A_program_s_input_and_output_are_a_line_and_its_errors_are_in_the_log()
    {
        using SerialConsole console = Console(
            new ProgramTransport(_recording.Log, "command", "cat", ["sh", "-c", "echo trouble >&2; exec cat"]));
        console.Open(_recording.Deadline);
        Assert.True(console.Send("to and fro"u8));
        _recording.AwaitText("to and fro");
        _recording.AwaitEvent(EventKind.ProcessOutput);
        Assert.Equal("trouble", _recording.Of(EventKind.ProcessOutput)[0].Text("text"));
    }

    [Fact]
    public void Times_of_bytes_never_go_back()
    {
        using Pty pty = new();
        using (SerialConsole console = Console(new TerminalTransport("pty", pty.Path, 0)))
        {
            console.Open(_recording.Deadline);
            for (int line = 0; line < 200; line++)
            {
                pty.Board.Write("0123456789"u8);
                _recording.Log.Append(EventKind.State, []);
            }
        }

        long last = 0;
        foreach (LogEvent logged in _recording.Events)
        {
            Assert.True(logged.Nanoseconds >= last);
            last = logged.Nanoseconds;
        }
    }
}
