using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Power;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Events;

namespace RustKernel.Rig.Tests;

/// <summary>Through OpenSSH, with a real sshd.</summary>
public sealed class RemoteHostTests : IDisposable
{
    private readonly Recording _recording = new();
    private readonly SecureShellServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        _recording.Dispose();
    }

    [Fact]
    public void Commands_run_there_over_one_login_with_their_words_whole_and_their_status()
    {
        string state = Path.Combine(_recording.Folder, "the state's file");
        PowerCommands commands = new(["sh", "-c", $"echo on > \"{state}\""], ["false"], ["cat", state], "on");
        using CommandPower power = new(_recording.Log, "command", commands.At(_server.Host), TimeSpan.Zero);
        power.On(_recording.Deadline);
        Assert.Equal("on", File.ReadAllText(state).Trim());
        for (int turn = 0; turn < 5; turn++)
            Assert.Equal(PowerState.On, power.Status(_recording.Deadline));
        Assert.Contains("ended with status 1", Assert.Throws<InfrastructureException>(() => power.Off(_recording.Deadline)).Message, StringComparison.Ordinal);
        Assert.Equal(1, _server.Logins);
    }

    [Fact]
    public void A_serial_port_there_gives_every_byte_and_comes_back_after_a_cut()
    {
        using Pty pty = new();
        byte[] all = new byte[1024];
        for (int index = 0; index < all.Length; index++)
            all[index] = (byte)index;
        IReadOnlyList<string> command = SecureShell.Command(_server.Host, SecureShell.TerminalCommand(pty.Path, 921600));
        using SerialConsole console = new(_recording.Log, new ProgramTransport(_recording.Log, "tty", $"lab:{pty.Path}", command), TimeSpan.FromSeconds(10));
        console.Open(_recording.Deadline);
        Assert.True(console.Send("\rare you there\r"u8));
        byte[] question = new byte[15];
        pty.Board.ReadExactly(question);
        pty.Board.Write(all);
        _recording.AwaitText(Encoding.Latin1.GetString(all));
        Assert.True(console.Send(all));
        byte[] back = new byte[all.Length];
        pty.Board.ReadExactly(back);
        Assert.Equal(all, back);
        _server.Cut();
        _recording.AwaitEvent(EventKind.SerialGap);
        Assert.True(console.Send("again"u8));
        pty.Board.ReadExactly(back.AsSpan(0, 5));
        Assert.Equal("again", Encoding.ASCII.GetString(back, 0, 5));
    }

    [Fact]
    public void A_host_that_cannot_be_reached_is_named()
    {
        PowerCommands commands = new(["true"], ["true"], [], "");
        using CommandPower power = new(_recording.Log, "command", commands.At(_server.Host with { Port = 1 }), TimeSpan.Zero);
        string message = Assert.Throws<InfrastructureException>(() => power.On(_recording.Deadline)).Message;
        Assert.Contains("ssh ended with status 255: ", message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", message, StringComparison.Ordinal);
    }
}
