using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Power;
using RustKernel.Hil.Drivers.Remote;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets.Settings;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>Through Renci.SshNet and through OpenSSH's client, with a real sshd.</summary>
public sealed class RemoteHostTests : IDisposable
{
    private readonly Recording _recording = new();
    private readonly SecureShellServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        _recording.Dispose();
    }

    private HostDefinition Host(bool isOpenSsh) => isOpenSsh ? _server.OpenSshHost : _server.Host;

    private string Run(HostDefinition host, params string[] command) =>
        CommandRun.Execute(_recording.Log, "test", host, command, _recording.Deadline);

    private string Refusal(HostDefinition host) => Assert.Throws<InfrastructureException>(() => Run(host, "true")).Message;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Commands_run_there_over_one_login_with_their_words_whole_and_their_status(bool isOpenSsh)
    {
        string state = Path.Combine(_recording.Folder, "the state's file");
        PowerCommands commands = new(
            ["sh", "-c", $"echo on > \"{state}\""],
            ["sh", "-c", "echo no luck >&2; exit 7"],
            ["cat", state],
            "on");
        using CommandPower power = new(_recording.Log, "command", commands, TimeSpan.Zero) { Host = Host(isOpenSsh) };
        power.On(_recording.Deadline);
        Assert.Equal("on", File.ReadAllText(state).Trim());
        for (int turn = 0; turn < 5; turn++)
        {
            Assert.Equal(PowerState.On, power.Status(_recording.Deadline));
        }

        Assert.Contains(
            "ended with status 7: no luck",
            Assert.Throws<InfrastructureException>(() => power.Off(_recording.Deadline)).Message,
            StringComparison.Ordinal);
        Assert.Equal(1, _server.Logins);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_serial_port_there_gives_every_byte_and_comes_back_after_a_cut(bool isOpenSsh)
    {
        using Pty pty = new();
        byte[] all = new byte[1024];
        for (int index = 0; index < all.Length; index++)
        {
            all[index] = (byte)index;
        }

        HostDefinition host = Host(isOpenSsh);
        IReadOnlyList<string> command = RemoteCommand.Terminal(pty.Path, 921600);
        ISerialTransport transport = isOpenSsh
            ? new ProgramTransport(_recording.Log, "tty", "lab", OpenSsh.Command(host, command))
            : new RemoteTransport(_recording.Log, "tty", "lab", host, command);
        using SerialConsole console = new(_recording.Log, transport, Recording.Patience);
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

    [Theory]
    [InlineData(false, "host lab (")]
    [InlineData(true, "ssh ended with status 255: ")]
    public void A_host_that_cannot_be_reached_is_named(bool isOpenSsh, string beginning)
    {
        string message = Refusal(Host(isOpenSsh) with { Port = 1 });
        Assert.Contains(beginning, message, StringComparison.Ordinal);
        Assert.Contains("refused", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public void Every_type_of_key_logs_in_and_is_known(string type)
    {
        _server.Know(type);
        Assert.Equal("hello\n", Run(_server.Host with { Identity = _server.File("user-" + type) }, "echo", "hello"));
    }

    [Fact]
    public void An_unknown_key_is_refused_with_the_way_to_accept_it()
    {
        _server.Know("ed25519", "another.example");
        string message = Refusal(_server.Host);
        Assert.Contains($"the key of {_server.Name} is not known: ssh-ed25519 SHA256:", message, StringComparison.Ordinal);
        Assert.Contains("ssh-keyscan -t ed25519 -p ", message, StringComparison.Ordinal);
        Assert.Equal(0, _server.Logins);
    }

    [Fact]
    public void A_changed_key_and_a_revoked_one_are_refused()
    {
        _server.MakeKey("host-other", "ed25519", "");
        File.Copy(_server.File("host-other.pub"), _server.File("host-ed25519.pub"), overwrite: true);
        _server.Know("ed25519");
        Assert.Contains("has CHANGED", Refusal(_server.Host), StringComparison.Ordinal);
        _server.Know("rsa");
        File.WriteAllText(_server.File("known"), "@revoked " + File.ReadAllText(_server.File("known")));
        Assert.Contains("is not known", Refusal(_server.Host), StringComparison.Ordinal);
        File.AppendAllText(_server.File("known"), File.ReadAllText(_server.File("known"))["@revoked ".Length..]);
        Assert.Contains("is revoked", Refusal(_server.Host), StringComparison.Ordinal);
        Assert.Equal(0, _server.Logins);
    }

    [Fact]
    public void Hidden_names_and_patterns_in_known_hosts_count()
    {
        _server.HashKnown();
        Assert.DoesNotContain("127.0.0.1", File.ReadAllText(_server.File("known")), StringComparison.Ordinal);
        Run(_server.Host, "true");
        SshHost.Of(_server.Host).Dispose();
        _server.Know("ed25519", "[127.0.0.*]:*");
        Run(_server.Host, "true");
        SshHost.Of(_server.Host).Dispose();
        _server.Know("ed25519", "[127.0.0.*]:*,!" + _server.Name);
        Assert.Contains("is not known", Refusal(_server.Host), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_do_not_fit_are_told_apart()
    {
        _server.MakeKey("stranger", "ed25519", "");
        Assert.Contains(
            "Permission denied (publickey)",
            Refusal(_server.Host with { Identity = _server.File("stranger") }),
            StringComparison.Ordinal);
        _server.MakeKey("locked", "ed25519", "a pass phrase");
        Assert.Contains(
            "locked has a pass phrase",
            Refusal(_server.Host with { Identity = _server.File("locked") }),
            StringComparison.Ordinal);
        Assert.Contains(
            "no key to log in with: none of /nowhere is there",
            Refusal(_server.Host with { Identity = "/nowhere" }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_only_an_agent_has_logs_in()
    {
        foreach (string type in new[] { "rsa", "ed25519" })
        {
            string socket = _server.StartAgent("user-" + type);
            _server.Configure($"Host lab\n  HostName 127.0.0.1\n  Port {{port}}\n  IdentityAgent {socket}");
            HostDefinition host = _server.Host with { Destination = $"{Environment.UserName}@lab", Port = 0, Identity = "/nowhere" };
            Assert.Equal("by agent\n", Run(host, "echo", "by agent"));
            SshHost.Of(host).Dispose();
            _server.StopAgent();
        }
    }

    [Fact]
    public void The_user_s_configuration_is_read_and_jumps_are_made()
    {
        _server.Configure($"""
            Host gate
              HostName=127.0.0.1
              Port {"{port}"}
              User {Environment.UserName}
              IdentityFile {_server.File("user-rsa")}
            Match host anything
              User nobody-of-this-name
            Host lab-* !lab-9
              HostName 127.0.0.1
              Port {"{port}"}
              ProxyJump gate
              User {Environment.UserName}
              IdentityFile {_server.File("user-ecdsa")}
            """);
        HostDefinition host = new("far", "lab-1", 0, "", [], IsOpenSsh: false) { Configuration = _server.File("client") };
        Assert.Equal("through\n", Run(host, "echo", "through"));
        Assert.Equal(2, _server.Logins);
        SshHost.Of(host).Dispose();
        _server.Configure("Include others");
        Assert.Contains("Include is not read", Refusal(host), StringComparison.Ordinal);
        _server.Configure("Host lab-1\n  ProxyJump lab-1");
        Assert.Contains("ProxyJump go in a circle", Refusal(host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_goes_in_mid_run_ends_the_command_and_the_line_soon()
    {
        using Pty pty = new();
        using SerialConsole console = new(
            _recording.Log,
            new RemoteTransport(_recording.Log, "tty", "lab", _server.Host, RemoteCommand.Terminal(pty.Path, 115200)),
            TimeSpan.FromSeconds(1));
        console.Open(_recording.Deadline);
        pty.Board.Write("before"u8);
        _recording.AwaitText("before");
        Task<InfrastructureException> command = Task.Run(
            () => Assert.Throws<InfrastructureException>(() => Run(_server.Host, "sh", "-c", "echo begun; sleep 1000")));
        _recording.Await(
            () => _recording.Events.Any(
                logged => logged.Kind == EventKind.ProcessStart && logged.Text("command").Contains("begun", StringComparison.Ordinal)),
            "the command's start");
        _server.GoAway();
        InfrastructureException lost = await command.WaitAsync(Recording.Patience);
        Assert.Contains("host lab was lost while sh ran there", lost.Message, StringComparison.Ordinal);
        _recording.AwaitEvent(EventKind.Failure);
        Assert.Contains(
            "did not come back within 1 s: host lab",
            _recording.Of(EventKind.Failure)[0].Text("reason"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_deadline_ends_a_command_and_not_the_connection()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromMilliseconds(500));
        Run(_server.Host, "true");
        Assert.ThrowsAny<OperationCanceledException>(
            () => CommandRun.Execute(_recording.Log, "test", _server.Host, ["sleep", "60"], deadline.Token));
        Run(_server.Host, "true");
        Assert.Equal(1, _server.Logins);
    }

    [Fact]
    public void A_hundred_commands_share_a_login_and_none_is_mixed_with_another()
    {
        // A host whose login shell is slow, and busy with other things.
        using CancellationTokenSource deadline = new(Recording.Patience);
        Parallel.For(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 4 }, number
            => Assert.Equal(
                $"{number}\n",
                CommandRun.Execute(_recording.Log, "test", _server.Host, ["echo", $"{number}"], deadline.Token)));
        Assert.Equal(1, _server.Logins);
    }

    [Fact]
    public void Three_megabytes_go_there_and_come_back_the_same() => Copy(3 << 20);

    [Fact]
    [Trait("Run", "hil")]
    public void A_hundred_megabytes_go_there_and_come_back_the_same() => Copy(100 << 20);

    [Fact]
    public void A_file_that_cannot_be_written_is_named_and_an_old_one_stays()
    {
        string local = Path.Combine(_recording.Folder, "local"), old = Path.Combine(_recording.Folder, "old");
        File.WriteAllText(local, "new");
        File.WriteAllText(old, "old");
        Directory.CreateDirectory(old + ".part");
        string message = Assert.Throws<InfrastructureException>(
            () => RemoteFiles.Put(_server.Host, local, old, _recording.Deadline)).Message;
        Assert.Contains($"host lab: {old} cannot be written there", message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(old));
    }

    private void Copy(int bytes)
    {
        byte[] content = new byte[bytes];
        new Random(7).NextBytes(content);
        string local = Path.Combine(_recording.Folder, "local"), remote = Path.Combine(_recording.Folder, "remote");
        File.WriteAllBytes(local, content);
        using CancellationTokenSource limit = new(Recording.Patience);
        RemoteFiles.Put(_server.Host, local, remote, limit.Token);
        using FileStream back = File.Create(local + ".back");
        RemoteFiles.Get(_server.Host, remote, back, limit.Token);
        back.Position = 0;
        Assert.Equal(SHA256.HashData(content), SHA256.HashData(back));
        Assert.False(File.Exists(remote + ".part"));
    }
}
