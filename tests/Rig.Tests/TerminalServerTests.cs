using System;
using System.Text;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Events;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>RFC 2217 with a third-party server: ser2net on a pseudo-terminal.</summary>
public sealed class TerminalServerTests : IDisposable
{
    // termios' codes of rates.
    private const uint B115200 = 0x1002;
    private const uint B921600 = 0x1007;

    private readonly Recording _recording = new();
    private readonly Pty _pty = new();

    public void Dispose()
    {
        _recording.Dispose();
        _pty.Dispose();
    }

    [Theory]
    [InlineData(115200, B115200)]
    [InlineData(921600, B921600)]
    public void Ser2net_sets_the_rate_and_passes_every_byte_both_ways(int baud, uint rate)
    {
        using TerminalServer server = new(_pty);
        server.Start();
        using SerialConsole console = new(_recording.Log, new Rfc2217Transport(server.Address, baud), Recording.Patience);
        console.Open(_recording.Deadline);
        Assert.Equal(rate, _pty.Rate);
        byte[] all = new byte[512];
        for (int index = 0; index < all.Length; index++)
        {
            all[index] = (byte)(index / 2);
        }

        _pty.Board.Write(all);
        _recording.AwaitText(Encoding.Latin1.GetString(all));
        Assert.True(console.Send(all));
        byte[] back = new byte[all.Length];
        _pty.Board.ReadExactly(back);
        Assert.Equal(all, back);
    }

    [Fact]
    public void Ser2net_that_goes_down_and_comes_back_is_a_gap_on_record()
    {
        using TerminalServer server = new(_pty);
        server.Start();
        using SerialConsole console = new(_recording.Log, new Rfc2217Transport(server.Address, 115200), Recording.Patience);
        console.Open(_recording.Deadline);
        _pty.Board.Write("before"u8);
        _recording.AwaitText("before");
        server.Stop();
        _recording.AwaitEvent(EventKind.SerialClosed);
        server.Start();
        _recording.AwaitEvent(EventKind.SerialGap);
        _pty.Board.Write("after"u8);
        _recording.AwaitText("beforeafter");
        Assert.Empty(_recording.Of(EventKind.Failure));
    }
}
