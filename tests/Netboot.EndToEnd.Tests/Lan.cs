// A network of network namespaces: a bridge, a router with dnsmasq, the server's machine, cables for boards.

using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

/// <summary>
/// Namespaces "wire" (the bridge and the boards' ends), "router" (192.168.5.1), "server" (192.168.5.2, and 10.9.9.2 on a second
/// network that was not given to the server), "elsewhere" (10.9.9.1). Only root can make it.
/// </summary>
public sealed class Lan : IDisposable
{
    private const int NetworkNamespace = 0x40000000;
    private readonly string _prefix = $"rk{Environment.ProcessId}-";
    private readonly List<string> _names = [];

    public Lan()
    {
        Assert.True(Environment.UserName == "root", "network namespaces are made by root: sudo make hil PART=Netboot.EndToEnd.Tests");
        foreach (string name in new[] { "wire", "router", "server", "elsewhere" })
        {
            Ip("netns", "add", _prefix + name);
            _names.Add(_prefix + name);
            Ip("-n", _prefix + name, "link", "set", "lo", "up");
        }

        Ip("-n", _prefix + "wire", "link", "add", "lan", "type", "bridge");
        Ip("-n", _prefix + "wire", "link", "set", "lan", "up");
        Connect("router", "eth0", "192.168.5.1/24");
        Connect("server", "eth0", "192.168.5.2/24");
        Ip("-n", _prefix + "server", "link", "add", "eth1", "type", "veth", "peer", "name", "eth0", "netns", _prefix + "elsewhere");
        SetUp("server", "eth1", "10.9.9.2/24");
        SetUp("elsewhere", "eth0", "10.9.9.1/24");
    }

    /// <summary>The full name of a namespace.</summary>
    public string Namespace(string name) => _prefix + name;

    /// <summary>A cable for a board: its end is an interface called <paramref name="name"/> in "wire".</summary>
    public void AddCable(string name)
    {
        Ip("-n", _prefix + "wire", "link", "add", name, "type", "veth", "peer", "name", name + "-sw");
        Ip("-n", _prefix + "wire", "link", "set", name + "-sw", "master", "lan", "up");
        Ip("-n", _prefix + "wire", "link", "set", name, "up");
    }

    /// <summary>Runs ip in a namespace.</summary>
    public void Change(string name, params string[] arguments) => Ip(["-n", _prefix + name, .. arguments]);

    /// <summary>Removes the server's adapter.</summary>
    public void TakeOut() => Change("server", "link", "delete", "eth0");

    /// <summary>Inserts an adapter for the server, called <paramref name="port"/>.</summary>
    public void PutIn(string port) => Connect("server", port, "192.168.5.2/24");

    /// <summary>Runs <paramref name="action"/> on a thread in a namespace; its sockets and processes are there, too.</summary>
    public void Inside(string name, Action action)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                using SafeFileHandle handle = File.OpenHandle($"/run/netns/{_prefix}{name}");
                Assert.Equal(0, Enter(handle, NetworkNamespace));
                action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    public void Dispose()
    {
        foreach (string name in _names)
        {
            Ip("netns", "delete", name);
        }
    }

    private static void Ip(params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start("ip", arguments), TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 0, $"ip {string.Join(' ', arguments)}: {result}");
    }

    private void Connect(string name, string port, string address)
    {
        Ip("-n", _prefix + "wire", "link", "add", name, "type", "veth", "peer", "name", port, "netns", _prefix + name);
        Ip("-n", _prefix + "wire", "link", "set", name, "master", "lan", "up");
        SetUp(name, port, address);
    }

    private void SetUp(string name, string port, string address)
    {
        Ip("-n", _prefix + name, "address", "add", address, "dev", port);
        Ip("-n", _prefix + name, "link", "set", port, "up");
    }

    [DllImport("libc", EntryPoint = "setns")]
    private static extern int Enter(SafeFileHandle handle, int kind);
}
