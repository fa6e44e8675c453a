// Netboot on a network of namespaces: real sockets, a real dnsmasq, and ours beside it or in its place.

using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Ethernet;
using RustKernel.Hil.VirtualRpi4.Faults;
using RustKernel.Hil.VirtualRpi4.Network;
using Xunit;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

[Trait("Run", "hil")]
public sealed class NamespaceTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(120);
    private readonly TemporaryFolder _folder = new();
    private readonly Lan _lan;

    public NamespaceTests()
    {
        ToolResult image = Tool.Finish(Tool.Start(Tool.Path, ["image", "rpi4"]), TimeSpan.FromMinutes(10));
        Assert.True(image.ExitCode == 0, image.ToString());
        _lan = new Lan();
    }

    public void Dispose()
    {
        _lan.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Beside_dnsmasq_as_a_proxy_a_Pi_fetches_everything_and_U_Boot_boots_and_passes()
    {
        using ServedLan router = ServedLan.Router(_lan, _folder);
        router.WaitFor("DHCP, IP range");
        using ServedLan server = Netboot("--proxy", "--json", _folder.File("log.json"), "--pcap", _folder.File("trace.pcap"));
        server.WaitFor("proxyDHCP; Ctrl-C ends");
        server.WaitFor("ForeignServer, another DHCP server, 192.168.5.1, is on this network");
        _lan.AddCable("pi");
        _lan.AddCable("uboot");
        _lan.Inside("wire", BootPi);
        _lan.Inside("wire", BootWithLoader);
        server.WaitFor("kernel8.img: Served");
        Assert.DoesNotContain("TimedOut", server.Text, StringComparison.Ordinal);
        Assert.Contains("\"tftp\":\"Served\"", File.ReadAllText(_folder.File("log.json")), StringComparison.Ordinal);
        byte[] trace = File.ReadAllBytes(_folder.File("trace.pcap"));
        Assert.Equal(0xa1b2c3d4u, BitConverter.ToUInt32(trace));
        Assert.True(trace.AsSpan().IndexOf("Raspberry Pi Boot"u8) > 0);
    }

    [Fact]
    public void Alone_it_gives_addresses_on_its_interface_only_keeps_leases_and_passes_over_used_addresses()
    {
        // 192.168.5.16 is the first address to give away: the router took it by hand.
        ToolResult taken = Tool.Finish(Tool.Start("ip", ["-n", _lan.Namespace("router"), "address", "add", "192.168.5.16/24", "dev", "eth0"]), s_limit);
        Assert.True(taken.ExitCode == 0, taken.ToString());
        string leases = Path.Combine(Tool.Root, "artifacts", "leases.eth0");
        File.Delete(leases);
        _lan.AddCable("pi");
        for (int start = 0; start < 2; start++)
        {
            using ServedLan server = Netboot();
            server.WaitFor("DHCP 192.168.5.16 to 192.168.5.215; Ctrl-C ends");
            Assert.Equal(0, OffersElsewhere());
            _lan.Inside("wire", () =>
            {
                using Cable cable = new("pi");
                using BoardLink link = new(new QemuDatagramLink(cable.BoardPort, cable.CablePort, null), new FaultList([]), 1);
                Assert.Equal("192.168.5.17", $"{new PiBootRom(link, 1468, false, CancellationToken.None).TakeAddress()}");
            });
            if (start == 0)
                server.WaitFor("Conflict, 192.168.5.16 is used by");
            else
                Assert.DoesNotContain("Conflict", server.Text, StringComparison.Ordinal);
            Assert.Contains("dc:a6:32:01:36:c2 192.168.5.17", File.ReadAllText(leases), StringComparison.Ordinal);
        }
    }

    private ServedLan Netboot(params string[] more) => new(_lan, "server", Tool.Root, Tool.Path, ["netboot", "rpi4", "--address", "192.168.5.2", .. more]);

    private static void BootPi()
    {
        using Cable cable = new("pi");
        using BoardLink link = new(new QemuDatagramLink(cable.BoardPort, cable.CablePort, null), new FaultList([]), 1);
        PiBootRom board = new(link, 1468, false, CancellationToken.None);
        IPAddress address = board.TakeAddress();
        Assert.InRange(address.GetAddressBytes()[3], 50, 99);
        Assert.Equal("192.168.5.2", $"{board.Server}");
        string boot = Path.Combine(Tool.Root, "artifacts", "rpi4", "boot");
        Assert.True(board.Probe(PiBootRom.Serial + "/start4.elf"));
        foreach (string file in new[] { "config.txt", "start4.elf", "fixup4.dat", "bcm2711-rpi-4-b.dtb", "overlays/pl011-header.dtbo", "cmdline.txt", "kernel8.img" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(boot, file)), board.Fetch($"{PiBootRom.Serial}/{file}"));
        Assert.Null(board.Fetch(PiBootRom.Serial + "/recovery.elf"));
    }

    private static void BootWithLoader()
    {
        using Cable cable = new("uboot");
        using Emulator board = new(cable.BoardPort, cable.CablePort);
        board.WaitFor("stop autoboot", s_limit);
        board.Type("\n");
        board.WaitFor("=> ", s_limit);
        board.Command("setenv autoload no; setenv tftpwindowsize 8; dhcp", s_limit);
        board.Command("setenv serverip 192.168.5.2; tftpboot 0x42000000 kernel8.img", s_limit);
        board.Type("setenv bootargs test=boot,memory,timer; booti 0x42000000 - ${fdtcontroladdr}\n");
        board.WaitFor("# done ", s_limit);
        board.WaitFor("\n", s_limit);
        Assert.Contains("DHCP client bound to address 192.168.5.", board.Console, StringComparison.Ordinal);
        string done = board.Console[board.Console.IndexOf("# done ", StringComparison.Ordinal)..];
        Assert.Contains(" notok=0 ", done, StringComparison.Ordinal);
        Assert.DoesNotContain(" ok=0 ", done, StringComparison.Ordinal);
    }

    // DISCOVER on the network that the server was not given; answers within a second.
    private int OffersElsewhere()
    {
        int offers = 0;
        _lan.Inside("elsewhere", () =>
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
            socket.Bind(new IPEndPoint(IPAddress.Any, DhcpServer.ClientPort));
            DhcpPacket question = new() { Transaction = 7, Hardware = [2, 0, 0, 0, 0, 7], WantsBroadcast = true };
            question.Options[DhcpOption.MessageType] = [(byte)DhcpMessageType.Discover];
            socket.SendTo(question.Write(), new IPEndPoint(IPAddress.Parse("10.9.9.255"), DhcpServer.ServerPort));
            offers = socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead) ? 1 : 0;
        });
        return offers;
    }
}
