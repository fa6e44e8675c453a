// Third-party programs, from the host's own stack over a tap interface: their view of the machine.

using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using RustKernel.Flash.Netboot.EndToEnd.Tests;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>dnsmasq provides the address and the names; ping, nmap, curl and busybox come from outside.</summary>
public sealed class OutsideProgramTests : IDisposable
{
    private const string Board = "192.168.77.50";
    private const string Named = "192.168.77.9";

    // Seconds that a program waits for answers.
    private const string Limit = "240";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TapFact]
    public void Dnsmasq_gives_address_and_names_and_ping_curl_and_nmap_find_what_is_there()
    {
        using TapNetwork network = new();
        using ServedProcess dnsmasq = Serve(network);
        using RunningSystem system = Boot(network, dnsmasq);
        AssertNames(system);
        AssertNamesOfLinux(system);
        AssertEchoes(network, 200);
        _ = system.Type($"ping {TapNetwork.Host} 2\r", $"{TapNetwork.Host}: 2 sent, 2 answered");
        AssertPages(network);
        AssertPorts(network, "1-200");
        AssertNoDatagrams(Scan(network, "-sU", "-p", "70-89"), 20);
    }

    [TapFact]
    [Trait("Run", "hil")]
    public void All_ports_are_scanned_floods_of_echoes_are_answered_and_the_machine_keeps_what_it_has()
    {
        using TapNetwork network = new();
        using ServedProcess dnsmasq = Serve(network);
        using RunningSystem system = Boot(network, dnsmasq);
        AssertPages(network);
        AssertPorts(network, "1-65535");

        // The DHCP client has one of them.
        AssertNoDatagrams(Scan(network, "-sU", "--top-ports", "200"), 199);

        // Half of a handshake, flags that make no sense, fragments, and what the operating system might be.
        foreach (string kind in new[] { "-sS", "-sF", "-sX", "-sN", "-sA" })
        {
            Assert.Contains("Host is up", Scan(network, kind, "-p", "1-1000"), StringComparison.Ordinal);
        }

        Assert.Contains("OS detection performed", Scan(network, "-O", "--osscan-guess", "-p", "79-81"), StringComparison.Ordinal);
        AssertEchoes(network, 2000);
        AssertEchoes(network, 200, "-s", "1472");
        AssertPages(network);
        AssertNames(system);
    }

    // The lease in the log is the machine's; dnsmasq reports who got it.
    private RunningSystem Boot(TapNetwork network, ServedProcess dnsmasq)
    {
        string[] program = LinuxProgram.Options(_folder, LinuxProgram.Compile(_folder, "sockets"));
        RunningSystem system = RunningSystem.By(
            [.. network.Inside, Tool.Path], _folder.Path, ["--net", "tap:" + TapNetwork.Interface, .. program]);
        system.Await($"net: {Board}/24 via {TapNetwork.Host}");
        dnsmasq.WaitFor($"DHCPACK({TapNetwork.Interface}) {Board} ");
        Assert.Matches(@"DHCPACK\(.*\) 192\.168\.77\.50 ([0-9a-f]{2}:){5}[0-9a-f]{2} rustkernel", dnsmasq.Text);
        return system;
    }

    private ServedProcess Serve(TapNetwork network)
    {
        string[] words =
        [
            .. network.Inside, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--user=root", "--group=root",
            "--no-resolv", "--no-hosts", $"--interface={TapNetwork.Interface}", "--bind-interfaces", "--log-dhcp", "--log-queries",
            "--log-facility=-", $"--dhcp-range={Board},{Board},1h", "--no-ping", $"--dhcp-leasefile={_folder.File("leases")}",
            "--domain=lab", $"--host-record=desk.lab,{Named}", "--cname=alias.lab,desk.lab", "--address=/gone.lab/",
        ];
        ServedProcess dnsmasq = new(Tool.Root, words[0], words[1..]);
        dnsmasq.WaitFor("DHCP, IP range");
        return dnsmasq;
    }

    private static void AssertNames(RunningSystem system)
    {
        _ = system.Type("ifconfig\r", $"name server {TapNetwork.Host}");
        _ = system.Type("nslookup desk.lab\r", $"desk.lab  {Named}");
        _ = system.Type("nslookup alias.lab\r", $"alias.lab  {Named}");
        _ = system.Type("nslookup rustkernel.lab\r", $"rustkernel.lab  {Board}");
        _ = system.Type("nslookup gone.lab\r", "gone.lab: there is no such name");
    }

    // The C library of a Linux program asks the name server that the lease named.
    private void AssertNamesOfLinux(RunningSystem system)
    {
        LinuxProgram.Send(system, _folder, "sockets", "sockets", "uses=net\nmemory=32M\nobjects=256\nhandles=256\n");
        foreach (string name in (string[])["desk.lab", "alias.lab"])
        {
            string said = system.Type($"run sockets resolve {name}\r", "sockets: exit code 0");
            Assert.Contains($"{name} is {Named}", said, StringComparison.Ordinal);
        }

        _ = system.Type("run sockets resolve gone.lab\r", "sockets: exit code 1");
    }

    // A flood does not wait for answers, and the first request leaves before the host knows who has the address: it ends when enough were
    // answered, however many requests that takes.
    private static void AssertEchoes(TapNetwork network, int count, params string[] options)
    {
        ToolResult result = network.Run("ping", ["-f", "-q", "-c", $"{count}", "-w", Limit, .. options, Board]);
        Assert.True(result.ExitCode == 0, result.ToString());
        Match match = Regex.Match(result.Output, @" (\d+) received");
        Assert.True(match.Success, result.ToString());
        Assert.InRange(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), count, int.MaxValue);
        Assert.DoesNotContain("errors", result.Output, StringComparison.Ordinal);
    }

    private static void AssertPages(TapNetwork network)
    {
        foreach (string[] words in new[] { ["curl", "-sS", "--max-time", Limit], new[] { "busybox", "wget", "-q", "-O", "-" } })
        {
            ToolResult result = network.Run(words[0], [.. words[1..], $"http://{Board}/metrics"]);
            Assert.True(result.ExitCode == 0, $"{words[0]}: {result}");
            Assert.Contains("rustkernel_service_running{service=\"net\"} 1\n", result.Output, StringComparison.Ordinal);
        }
    }

    private static void AssertPorts(TapNetwork network, string ports)
    {
        string found = Scan(network, "-sT", "-p", ports);
        Assert.Equal(["80/tcp open"], Regex.Matches(found, @"^\d+/tcp +open", RegexOptions.Multiline).Select(match => match.Value));
        Assert.Contains("closed tcp ports (conn-refused)", found, StringComparison.Ordinal);
        Assert.DoesNotContain("filtered", found, StringComparison.Ordinal);
    }

    // Ports that do not answer are open or filtered; ours answer that they are closed, at most 100 a second.
    private static void AssertNoDatagrams(string found, int ports)
    {
        int listed = Regex.Count(found, @"^\d+/udp +closed ", RegexOptions.Multiline);
        Match others = Regex.Match(found, @"Not shown: (\d+) closed udp ports \(port-unreach\)");
        int closed = listed + (others.Success ? int.Parse(others.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
        Assert.True(closed == ports, found);
    }

    // An unanswered probe is repeated after two seconds: a machine that waits for a CPU is not taken for a filter.
    private static string Scan(TapNetwork network, params string[] options)
    {
        ToolResult result = network.Run(
            "nmap", ["-n", "--max-retries", "10", "--min-rtt-timeout", "2s", "--initial-rtt-timeout", "2s", .. options, Board]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
