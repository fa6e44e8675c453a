// One server, several boards, each with its own files: rk netboot with --view and --views.

using System;
using System.IO;
using System.Text.Json;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using RustKernel.Flash.Ethernet;
using RustKernel.Hil.VirtualRpi4.Faults;
using RustKernel.Hil.VirtualRpi4.Network;
using Xunit;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

public sealed class ViewTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);
    private readonly WorkingTree _tree = new();
    private readonly int _port = QemuDatagramLink.FreePort();

    public ViewTests()
    {
        _tree.Write("for everybody", "artifacts", "rpi4", "boot", "kernel8.img");
        _tree.Write("of the other board", "artifacts", "qemu-virt", "boot", "kernel8.img");
        _tree.Write("by serial number", "served", "serial", "kernel8.img");
        _tree.Write("by address", "served", "address", "kernel8.img");
        _tree.Write("by Ethernet address", "served", "mac", "kernel8.img");
    }

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Boards_get_different_images_by_serial_number_and_address()
    {
        _tree.Write(
            $"""
            - name: the new one
              serial: "0a0b0c0d"
              folder: {_tree.PathOf("served", "serial")}
            - address: 127.0.0.9
              board: qemu-virt
            """,
            "views.yaml");
        string log = _tree.PathOf("log.json");
        using ServedProcess server = Netboot(
            "--no-dhcp",
            "--address",
            "127.0.0.1",
            "--port",
            $"{_port}",
            "--json",
            log,
            "--views",
            _tree.PathOf("views.yaml"),
            "--view",
            $"127.0.0.8={_tree.PathOf("served", "address")}");
        server.WaitFor("no DHCP; Ctrl-C ends");
        Assert.Equal("by serial number", Fetch("0a0b0c0d/kernel8.img", "127.0.0.1"));
        Assert.Equal("by address", Fetch("kernel8.img", "127.0.0.8"));
        Assert.Equal("of the other board", Fetch("kernel8.img", "127.0.0.9"));
        Assert.Equal("for everybody", Fetch("kernel8.img", "127.0.0.1"));
        Assert.Equal("for everybody", Fetch("11111111/kernel8.img", "127.0.0.1"));
        server.WaitFor("11111111/kernel8.img: Served");
        Assert.Equal(0, server.Interrupt());
        string[] lines = File.ReadAllLines(log);
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.Equal("Served", JsonDocument.Parse(line).RootElement.GetProperty("tftp").GetString()));
    }

    [Fact]
    public void A_board_is_known_by_all_digits_of_its_serial_number_and_by_a_prefix_of_its_own()
    {
        using ServedProcess server = Netboot(
            "--no-dhcp",
            "--address",
            "127.0.0.1",
            "--port",
            $"{_port}",
            "--view",
            $"100000000a0b0c0d={_tree.PathOf("served", "serial")}",
            "--view",
            $"rack-3={_tree.PathOf("served", "address")}");
        server.WaitFor("no DHCP; Ctrl-C ends");
        Assert.Equal("by serial number", Fetch("0a0b0c0d/kernel8.img", "127.0.0.1"));
        Assert.Equal("by address", Fetch("rack-3/kernel8.img", "127.0.0.1"));
        Assert.Equal(0, server.Interrupt());
    }

    [Fact]
    public void A_board_gets_its_own_image_by_Ethernet_address_over_frames()
    {
        string trace = _tree.PathOf("trace.pcap");
        using ServedProcess server = Netboot(
            "--qemu",
            $"{_port}",
            "--pcap",
            trace,
            "--view",
            $"DC:A6:32:01:36:C2={_tree.PathOf("served", "mac")}");
        server.WaitFor("Ctrl-C ends");
        using BoardLink link = new(new QemuDatagramLink(_port, _port + 1, null), new FaultList([]), 1);
        PiBootRom board = new(link, 1468, false, CancellationToken.None);
        board.TakeAddress();
        Assert.Equal("by Ethernet address"u8.ToArray(), board.Fetch($"{PiBootRom.Serial}/kernel8.img"));
        server.WaitFor($"{PiBootRom.Serial}/kernel8.img: Served");
        Assert.Equal(0, server.Interrupt());
        byte[] frames = File.ReadAllBytes(trace);
        Assert.True(frames.AsSpan().IndexOf("Raspberry Pi Boot"u8) > 0 && frames.AsSpan().IndexOf("by Ethernet address"u8) > 0);
    }

    [Fact]
    public void A_full_disk_ends_the_logs_and_no_boot()
    {
        using ServedProcess server = Netboot("--qemu", $"{_port}", "--json", "/dev/full", "--pcap", "/dev/full");
        server.WaitFor("Ctrl-C ends");
        Directory.CreateDirectory(_tree.PathOf("artifacts", "leases.qemu.new"));
        using BoardLink link = new(new QemuDatagramLink(_port, _port + 1, null), new FaultList([]), 1);
        PiBootRom board = new(link, 1468, false, CancellationToken.None);
        board.TakeAddress();
        Assert.Equal("for everybody"u8.ToArray(), board.Fetch($"{PiBootRom.Serial}/kernel8.img"));
        server.WaitFor("kernel8.img: Served");
        server.WaitFor("No space left on device : '/dev/full'; the log ends here");
        server.WaitFor("Unsaved, ");
        Assert.Equal(0, server.Interrupt());
        Assert.Contains("/dev/full: No space left on device : '/dev/full'; the trace is cut off", server.Text, StringComparison.Ordinal);
        Assert.Single(server.Text.Split('\n'), line => line.Contains("the log ends here", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rpi4", "--view is MATCH=WHAT")]
    [InlineData("9ffefde=rpi4", "\"9ffefde\" is no serial number")]
    [InlineData("dc:a6:32:01:36=rpi4", "\"dc:a6:32:01:36\" is no serial number")]
    [InlineData("192.168.7.300=rpi4", "\"192.168.7.300\" is no serial number")]
    [InlineData("10.1=rpi4", "\"10.1\" is no serial number")]
    [InlineData("../rack=rpi4", "\"../rack\" is no serial number")]
    [InlineData("fe80::1=rpi4", "fe80::1 is an address of IPv6, and boot ROMs are served by IPv4 only")]
    [InlineData("0a0b0c0d=/nonexistent", "/nonexistent does not exist")]
    [InlineData("0a0b0c0d=rpi9", "run rk image rpi9 first")]
    public void A_view_that_says_nothing_is_a_mistake_on_the_command_line(string view, string expected)
    {
        ToolResult result = Tool.Finish(
            Tool.Start(Tool.Path, ["netboot", "rpi4", "--qemu", $"{_port}", "--view", view], new() { ["RK_ROOT"] = _tree.Root }),
            s_limit);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("--address is an IPv4 address; fe80::1 is one of IPv6", "--address", "fe80::1")]
    [InlineData("--address is an IPv4 address; ::1 is one of IPv6", "--address", "::1", "--no-dhcp")]
    [InlineData("--address is an IPv4 address, not \"127.1\"", "--address", "127.1")]
    [InlineData("--router is an IPv4 address; fe80::1 is one of IPv6", "--qemu", "19002", "--router", "fe80::1")]
    [InlineData("--relay is RELAY=FIRST-LAST/PREFIX", "--qemu", "19002", "--relay", "10.2.0.1")]
    [InlineData("lie in the relay's own network", "--qemu", "19002", "--relay", "10.2.0.1=10.3.0.5-10.3.0.9/24")]
    [InlineData("below its broadcast address 10.2.0.255", "--qemu", "19002", "--relay", "10.2.0.1=10.2.0.5-10.2.0.255/24")]
    [InlineData("--relay and --no-relays exclude each other", "--qemu", "19002", "--no-relays", "--relay", "10.2.0.1=10.2.0.5-10.2.0.9/24")]
    public void Addresses_that_nothing_is_served_at_are_refused_in_words(string expected, params string[] arguments)
    {
        ToolResult result = Tool.Finish(
            Tool.Start(Tool.Path, ["netboot", "rpi4", .. arguments], new() { ["RK_ROOT"] = _tree.Root }),
            s_limit);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Boards_are_told_apart_by_long_serial_numbers_and_prefixes_of_their_own()
    {
        _tree.Write(
            $"- prefix: lab/rack-3\n  folder: {_tree.PathOf("served", "address")}\n- serial: \"100000000a0b0c0e\"\n  folder: "
                + $"{_tree.PathOf("served", "mac")}\n",
            "views.yaml");
        using ServedProcess server = Netboot(
            "--no-dhcp", "--address", "127.0.0.1", "--port", $"{_port}", "--views", _tree.PathOf("views.yaml"),
            "--view", $"100000000a0b0c0d={_tree.PathOf("served", "serial")}", "--view", "rack-4=qemu-virt");
        server.WaitFor("no DHCP; Ctrl-C ends");
        Assert.Equal("by serial number", Fetch("0a0b0c0d/kernel8.img", "127.0.0.1"));
        Assert.Equal("by serial number", Fetch("100000000a0b0c0d/kernel8.img", "127.0.0.1"));
        Assert.Equal("by Ethernet address", Fetch("0a0b0c0e/kernel8.img", "127.0.0.1"));
        Assert.Equal("by address", Fetch("lab/rack-3/kernel8.img", "127.0.0.1"));
        Assert.Equal("of the other board", Fetch("rack-4/kernel8.img", "127.0.0.1"));
        Assert.Equal("for everybody", Fetch("kernel8.img", "127.0.0.1"));
    }

    private ServedProcess Netboot(params string[] arguments) => new(_tree.Root, Tool.Path, ["netboot", "rpi4", .. arguments]);

    private string Fetch(string file, string from)
    {
        ToolResult result = Tool.Finish(
            Tool.Start("curl", ["-sS", "--max-time", "20", "--interface", from, $"tftp://127.0.0.1:{_port}/{file}"]),
            s_limit);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
