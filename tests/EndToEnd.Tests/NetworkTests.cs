// A network card from the host's sockets to a driver on the target and back.

using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Suite ethernet with a peer; the ways to name a network, and invalid ones.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Wire => Path.Combine(_folder.Path, "w");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frames_go_and_come_while_the_driver_fails_and_every_frame_is_in_the_capture()
    {
        using FramePeer peer = new(Wire);
        string capture = Path.Combine(_folder.Path, "frames.pcap");
        ToolResult result = Test("ethernet", "--net", "dgram:" + Wire, "--pcap", capture);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("SKIP", result.Output, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(peer.Returned, 800, int.MaxValue);
        Assert.Equal(60, peer.Shortest);

        // Head and at least a header for each frame, both ways.
        Assert.InRange(new FileInfo(capture).Length, 24 + (2 * 800 * (16 + 60)), long.MaxValue);
    }

    [Fact]
    public void A_machine_without_a_card_skips_and_starts_nothing()
    {
        ToolResult result = Test("ethernet", "--allow-empty");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("no network card: give one with --net dgram:PATH", result.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "ethernet: ",
            EventLog.Console(Directory.GetFiles(_folder.Path, "*.jsonl").Single()),
            StringComparison.Ordinal);
    }

    // Without any client: the driver starts the stack. After an ordered end a restart of the driver does not start it again.
    [Fact]
    public void With_a_card_the_stack_starts_at_boot_and_gets_its_address()
    {
        using RunningSystem system = new(_folder.Path, "--net", "user");
        system.Await("net: 10.0.2.15/24 via 10.0.2.2");
        _ = system.Type("kill net\r", "init: net was killed");
        _ = system.Type("crash ethernet null\r", "ethernet: 52:54:00:12:34:56, link up");
        _ = system.Type("ifconfig\r", "ifconfig: net: the service does not run");
        _ = system.Type("start net\r", "net: 10.0.2.15/24 via 10.0.2.2");
    }

    [Theory]
    [InlineData("there is no network slirp (known: user, dgram, tap, peer, none)", "--net", "slirp")]
    [InlineData("--net tap:NAME needs the name of an interface", "--net", "tap")]
    [InlineData("--net dgram:PATH needs a path", "--net", "dgram")]
    [InlineData("--net user takes nothing after it", "--net", "user:80")]
    [InlineData("--forward is [udp:]HOST:GUEST, ports from 1 to 65535", "--net", "user", "--forward", "80")]
    [InlineData("--forward is [udp:]HOST:GUEST, ports from 1 to 65535", "--net", "user", "--forward", "1:70000")]
    [InlineData("--forward works with --net user only", "--forward", "0:80")]
    [InlineData("--pcap needs a network", "--pcap", "x.pcap")]
    public void What_is_no_network_is_named_with_the_way_out(string what, params string[] options)
    {
        ToolResult result = Test("boot", options);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains(what, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_that_has_no_card_in_QEMU_says_so()
    {
        ToolResult result = Tool.Rk("test", "qemu-rpi4", "--suite", "boot", "--net", "user");
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("machine raspi4b has no network card: QEMU's raspi4b models no Ethernet", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void How_the_machine_is_reached_is_said()
    {
        ToolResult result = Test("boot", "--net", "user", "--forward", "0:80", "--forward", "udp:0:53");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches(@"rk: network: 127\.0\.0\.1:\d+ leads to port 80 of the machine", result.Error);
        Assert.Matches(@"rk: network: 127\.0\.0\.1:\d+ \(UDP\) leads to port 53 of the machine", result.Error);
        result = Test("boot", "--net", "user");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches(@"rk: network: 127\.0\.0\.1:\d+ leads to port 80 of the machine", result.Error);
    }

    private ToolResult Test(string suite, params string[] options) =>
        Tool.Rk(["test", "qemu-virt", "--suite", suite, "--log", _folder.Path, .. options]);
}
