// Netboot on a network of namespaces: real sockets, a real dnsmasq, and our server beside it or instead of it.

using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Ethernet;
using RustKernel.Hil.VirtualRpi4;
using RustKernel.Hil.VirtualRpi4.Faults;
using RustKernel.Hil.VirtualRpi4.Network;
using RustKernel.Hil.VirtualRpi4.Serial;
using Xunit;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

[Trait("Run", "hil")]
public sealed class NamespaceTests : IDisposable
{
    // Two seconds each: minutes for a required answer from a busy host.
    private const int ExpectingTries = 60;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);
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
        // 192.168.5.16 is the first address to give away: the router took it manually.
        ToolResult taken = Tool.Finish(
            Tool.Start("ip", ["-n", _lan.Namespace("router"), "address", "add", "192.168.5.16/24", "dev", "eth0"]),
            s_limit);
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
            {
                server.WaitFor("Conflict, 192.168.5.16 is used by");
            }
            else
            {
                Assert.DoesNotContain("Conflict", server.Text, StringComparison.Ordinal);
            }

            Assert.Contains("dc:a6:32:01:36:c2 192.168.5.17", File.ReadAllText(leases), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_link_that_goes_and_comes_back_is_told_and_served_again_as_is_another_adapter()
    {
        File.Delete(Path.Combine(Tool.Root, "artifacts", "leases.eth0"));
        _lan.AddCable("pi");
        using ServedLan server = Netboot("--pcap", _folder.File("trace.pcap"));
        server.WaitFor("Ctrl-C ends");
        Assert.NotNull(Ask(Message(DhcpMessageType.Discover, 1), tries: ExpectingTries));
        _lan.Change("server", "link", "set", "eth0", "down");
        server.WaitFor("eth0 was switched off: ip link set eth0 up switches it on");
        _lan.Change("server", "link", "set", "eth0", "up");
        server.WaitFor("eth0 is back; boards are served again");
        Assert.NotNull(Ask(Message(DhcpMessageType.Discover, 2), tries: ExpectingTries));
        _lan.Change("wire", "link", "set", "server", "down");
        server.WaitFor("eth0 has no link: no cable, or nothing at its other end");
        _lan.Change("wire", "link", "set", "server", "up");
        server.WaitFor("eth0 has a link; boards are served");
        Assert.NotNull(Ask(Message(DhcpMessageType.Discover, 3), tries: ExpectingTries));
        _lan.TakeOut();
        server.WaitFor("eth0 is gone: the adapter was taken out; boards get no answer until 192.168.5.2 is back");
        Assert.Null(Ask(Message(DhcpMessageType.Discover, 4)));
        _lan.PutIn("eth0");
        server.WaitFor("eth0 is back as another adapter; boards are served again");
        Assert.NotNull(Ask(Message(DhcpMessageType.Discover, 5), tries: ExpectingTries));
        _lan.TakeOut();
        _lan.PutIn("usb0");
        server.WaitFor("192.168.5.2 is at usb0 now; boards are served there");
        Assert.NotNull(Ask(Message(DhcpMessageType.Discover, 6), tries: ExpectingTries));
        Assert.Equal(0, server.Interrupt());
        // The trace continued with the second adapter.
        Assert.True(File.ReadAllBytes(_folder.File("trace.pcap")).AsSpan().IndexOf((ReadOnlySpan<byte>)[0xdc, 0xa6, 0x32, 0, 0, 5]) > 0);
    }

    [Fact]
    public void Clients_of_other_servers_get_no_answer_and_relays_get_theirs_by_configuration()
    {
        File.Delete(Path.Combine(Tool.Root, "artifacts", "leases.eth0"));
        _lan.AddCable("pi");
        using (ServedLan server = Netboot("--router", "192.168.5.1"))
        {
            server.WaitFor("Ctrl-C ends");
            Assert.Null(Ask(Message(DhcpMessageType.Request, 9, (DhcpOption.RequestedAddress, [192, 168, 5, 150]))));
            server.WaitFor("wants to keep 192.168.5.150, which it did not get from here");
            DhcpPacket offer = Ask(Message(DhcpMessageType.Discover, 1), tries: ExpectingTries)!;
            Assert.Equal("192.168.5.1", $"{offer.AddressOption(DhcpOption.Router)}");
            Assert.Equal("192.168.5.255", $"{offer.AddressOption(DhcpOption.BroadcastAddress)}");
            Assert.Null(Ask(Message(DhcpMessageType.Discover, 2), IPAddress.Parse("10.2.0.1")));
            server.WaitFor("asks through the relay 10.2.0.1: there are no addresses for its network");
        }

        using ServedLan relaying = Netboot("--relay", "192.168.5.70=192.168.5.80-192.168.5.81/24");
        relaying.WaitFor("Ctrl-C ends");
        _lan.Change("wire", "address", "add", "192.168.5.70/24", "dev", "lan");
        DhcpPacket relayed =
            Ask(
                Message(DhcpMessageType.Discover, 3, (DhcpOption.RelayInformation, [1, 1, 7])),
                IPAddress.Parse("192.168.5.70"),
                ExpectingTries)!;
        Assert.Equal("192.168.5.80", $"{relayed.YourAddress}");
        Assert.Equal([1, 1, 7], relayed.Options[DhcpOption.RelayInformation]);
    }

    private static DhcpPacket Message(DhcpMessageType type, byte client, params (byte Code, byte[] Value)[] options)
    {
        DhcpPacket packet = new() { Transaction = client, Hardware = [0xdc, 0xa6, 0x32, 0, 0, client], WantsBroadcast = true };
        packet.Options[DhcpOption.MessageType] = [(byte)type];
        foreach ((byte code, byte[] value) in options)
        {
            packet.Options[code] = value;
        }

        return packet;
    }

    // From the board's cable; a relayed request comes from the relay's own port. Three tries, like boot ROMs; null for silence.
    private DhcpPacket? Ask(DhcpPacket packet, IPAddress? relay = null, int tries = 3)
    {
        DhcpPacket sent = new()
        {
            Transaction = packet.Transaction,
            Hardware = packet.Hardware,
            WantsBroadcast = true,
            Relay = relay ?? IPAddress.Any,
            Options = packet.Options
        };
        DhcpPacket? answer = null;
        _lan.Inside("wire", () =>
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
            socket.SetRawSocketOption(1, 25, System.Text.Encoding.ASCII.GetBytes(relay is null ? "pi\0" : "lan\0"));
            socket.Bind(new IPEndPoint(IPAddress.Any, relay is null ? DhcpServer.ClientPort : DhcpServer.ServerPort));
            byte[] buffer = new byte[2048];
            for (int i = 0; i < tries && answer is null; i++)
            {
                socket.SendTo(sent.Write(), new IPEndPoint(IPAddress.Broadcast, DhcpServer.ServerPort));
                while (answer is null && socket.Poll(TimeSpan.FromSeconds(2), SelectMode.SelectRead))
                {
                    int length = socket.Receive(buffer);
                    DhcpPacket? read = DhcpPacket.Parse(buffer.AsSpan(0, length));
                    answer = read is { IsReply: true } && read.Transaction == packet.Transaction ? read : null;
                }
            }
        });
        return answer;
    }

    [Fact]
    public void A_bring_up_over_the_network_keeps_the_frames_and_tells_what_was_asked_for()
    {
        using WorkingTree tree = new();
        Directory.CreateDirectory(tree.PathOf("artifacts", "rpi4"));
        Directory.CreateSymbolicLink(tree.PathOf("artifacts", "rpi4", "boot"), Path.Combine(Tool.Root, "artifacts", "rpi4", "boot"));
        FaultList faults = new([]);
        using SerialLine line = new(tree.PathOf("console"), faults, 1);
        using ServedLan bringup = new(
            _lan,
            "server",
            tree.Root,
            Tool.Path,
            "bringup",
            "rpi4",
            "--serial",
            tree.PathOf("console"),
            "--address",
            "192.168.5.2",
            "--fill-in");
        bringup.Type("yes\nyes\nyes\nyes\nyes\n");
        bringup.WaitFor("Listening.");
        _lan.AddCable("pi");
        _lan.Inside("wire", () =>
        {
            using Cable cable = new("pi");
            using Hil.VirtualRpi4.Board board = new(
                new LabOptions { Folder = tree.Root, IsNetwork = true, FramesPort = cable.BoardPort },
                faults,
                line);
            board.Switch(on: true);
            bringup.WaitFor("entries of");
        });
        Assert.Equal(0, bringup.Finish());
        Assert.Contains("EEPROM's DHCP and TFTP requests: asked for 9ffefdef/start4.elf, ", bringup.Text, StringComparison.Ordinal);
        string readme = File.ReadAllText(tree.PathOf("boards", "rpi4", "README.md"));
        Assert.Matches("Seen [0-9-]+: asked for 9ffefdef/start4.elf, .*kernel8.img; recorded in netboot.pcap", readme);
        string records = tree.PathOf("artifacts", "bringup", "rpi4");
        Assert.True(File.ReadAllBytes(Path.Combine(records, "netboot.pcap")).AsSpan().IndexOf("Raspberry Pi Boot"u8) > 0);
        Assert.Contains("RustKernel v0.1.0", File.ReadAllText(Path.Combine(records, "uart.log")), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_root_the_error_names_two_ways_and_both_of_them_work()
    {
        // The user "no one" in a namespace, with a copy of the tool that may get a capability.
        using WorkingTree tree = new();
        tree.Write("a kernel", "artifacts", "rpi4", "boot", "kernel8.img");
        string tool = tree.PathOf("tool", "rk");
        Run("cp", "-r", Path.GetDirectoryName(Tool.Path)!, Path.GetDirectoryName(tool)!);
        Run("chmod", "-R", "a+rwX", tree.Root);
        using (ServedLan refused = AsNobody(tree, tool))
        {
            Assert.Equal(3, refused.Finish());
            Assert.Contains($"sudo setcap cap_net_bind_service,cap_net_raw+ep {tool} ", refused.Text, StringComparison.Ordinal);
            Assert.Contains("sudo sysctl net.ipv4.ip_unprivileged_port_start=67.", refused.Text, StringComparison.Ordinal);
        }

        Run("setcap", "cap_net_bind_service,cap_net_raw+ep", tool);
        using (ServedLan capable = AsNobody(tree, tool, "--pcap", tree.PathOf("trace.pcap")))
        {
            capable.WaitFor("DHCP 192.168.5.16 to 192.168.5.215; Ctrl-C ends");
        }

        Run("setcap", "-r", tool);
        Run("ip", "netns", "exec", _lan.Namespace("server"), "sysctl", "-q", "net.ipv4.ip_unprivileged_port_start=67");
        using ServedLan allowed = AsNobody(tree, tool);
        allowed.WaitFor("DHCP 192.168.5.16 to 192.168.5.215; Ctrl-C ends");
    }

    private static void Run(string program, params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), s_limit);
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
    }

    private ServedLan AsNobody(WorkingTree tree, string tool, params string[] more)
        => new(
            _lan,
            "server",
            tree.Root,
            "setpriv",
            [
                "--reuid",
                "65534",
                "--regid",
                "65534",
                "--clear-groups",
                "--inh-caps=-all",
                tool,
                "netboot",
                "rpi4",
                "--address",
                "192.168.5.2",
                .. more
            ]);

    private ServedLan Netboot(params string[] more) =>
        new(_lan, "server", Tool.Root, Tool.Path, ["netboot", "rpi4", "--address", "192.168.5.2", .. more]);

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
        foreach (string file in new[]
        {
            "config.txt",
            "start4.elf",
            "fixup4.dat",
            "bcm2711-rpi-4-b.dtb",
            "overlays/pl011-header.dtbo",
            "cmdline.txt",
            "kernel8.img"
        })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(boot, file)), board.Fetch($"{PiBootRom.Serial}/{file}"));
        }

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

    // DISCOVER on the network that the server was not given; returns the answers within a second.
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
