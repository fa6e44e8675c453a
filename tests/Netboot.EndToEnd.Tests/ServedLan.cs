// Processes on the network: dnsmasq as the LAN's DHCP server, rk netboot.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

/// <summary>A process in a namespace; its output is kept.</summary>
public sealed class ServedLan : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    public ServedLan(Lan lan, string place, string program, params string[] arguments)
    {
        ProcessStartInfo start = new("ip", ["netns", "exec", lan.Namespace(place), program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RK_ROOT"] = Tool.Root;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static ServedLan Router(Lan lan, TemporaryFolder folder) => new(
        lan, "router", "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--user=root", "--port=0", "--interface=eth0", "--bind-interfaces",
        "--dhcp-range=192.168.5.50,192.168.5.99,1h", "--no-ping", "--log-dhcp", "--log-facility=-", $"--dhcp-leasefile={folder.File("dnsmasq.leases")}");

    public string Text
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public void WaitFor(string text)
        => Assert.True(SpinWait.SpinUntil(() => Text.Contains(text, StringComparison.Ordinal) || _process.HasExited, TimeSpan.FromSeconds(60)) && Text.Contains(text, StringComparison.Ordinal), $"no \"{text}\" in:\n{Text}");

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }
}
