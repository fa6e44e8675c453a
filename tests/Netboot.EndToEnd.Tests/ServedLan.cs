// Processes on the network: dnsmasq as the LAN's DHCP server, rk netboot.

using RustKernel.EndToEnd.Tests;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

/// <summary>A process in a namespace.</summary>
public sealed class ServedLan(Lan lan, string place, string root, string program, params string[] arguments)
    : ServedProcess(root, "ip", ["netns", "exec", lan.Namespace(place), program, .. arguments])
{
    public static ServedLan Router(Lan lan, TemporaryFolder folder) => new(
        lan, "router", Tool.Root, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--user=root", "--port=0",
        "--interface=eth0", "--bind-interfaces",
        "--dhcp-range=192.168.5.50,192.168.5.99,1h", "--no-ping", "--log-dhcp", "--log-facility=-",
        $"--dhcp-leasefile={folder.File("dnsmasq.leases")}");
}
