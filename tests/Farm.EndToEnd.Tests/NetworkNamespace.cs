// A host's own network, and lines to it whose packets can be dropped.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Threading;
using RustKernel.EndToEnd.Tests;

namespace RustKernel.Farm.EndToEnd.Tests;

/// <summary>
/// A network namespace, held by a process that ends with the test: a killed test leaves nothing. <see cref="Prefix"/> starts programs in
/// it.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<string?> s_whyNot = new(Try);
    private static int s_lines;
    private readonly Process _holder;

    public NetworkNamespace()
    {
        _holder = Tool.Start("unshare", ["--net", "cat"]);
        // It exists as soon as the process is in another namespace than this one.
        string own = File.ResolveLinkTarget("/proc/self/ns/net", returnFinalTarget: false)!.Name;
        long end = Environment.TickCount64 + (long)s_limit.TotalMilliseconds;
        while (!_holder.HasExited && File.ResolveLinkTarget($"/proc/{_holder.Id}/ns/net", returnFinalTarget: false)!.Name == own)
        {
            if (Environment.TickCount64 > end)
            {
                throw new TimeoutException("no namespace in two minutes");
            }

            Thread.Sleep(10);
        }

        if (_holder.HasExited)
        {
            throw new InvalidOperationException(_holder.StandardError.ReadToEnd());
        }

        Ip(Prefix, "link", "set", "lo", "up");
    }

    /// <summary>Why the test cannot make one on this machine, in words; null when it can.</summary>
    public static string? WhyNot => s_whyNot.Value;

    /// <summary>The command that starts a program in it.</summary>
    public IReadOnlyList<string> Prefix => ["nsenter", $"--net=/proc/{_holder.Id}/ns/net"];

    /// <summary>A new line to here.</summary>
    public NetworkLine Connect() => new(this, _holder.Id, Interlocked.Increment(ref s_lines));

    public void Dispose()
    {
        // The lines go with the namespace, which goes with its last process.
        _holder.Kill();
        _holder.WaitForExit();
        _holder.Dispose();
    }

    /// <summary>Runs ip, here or in a namespace.</summary>
    internal static void Ip(IReadOnlyList<string> prefix, params string[] arguments)
    {
        string[] all = [.. prefix, "ip", .. arguments];
        ToolResult result = Tool.Finish(Tool.Start(all[0], all[1..]), s_limit);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', all)}: {result.Error.Trim()}");
        }
    }

    private static string? Try()
    {
        try
        {
            using NetworkNamespace tried = new();
            tried.Connect();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or IOException)
        {
            return $"no network namespace can be made here, so lines are cut by a program: {e.Message}";
        }
    }
}

/// <summary>A pair of Ethernet devices, one end here and one in a namespace, with an IPv4 address each.</summary>
internal sealed class NetworkLine
{
    // An address that no device has: the other end drops a frame that is sent to it.
    private const string Nowhere = "02:00:00:00:00:01";
    private readonly IReadOnlyList<string> _prefix;
    private readonly string _near;
    private readonly string _far;

    public NetworkLine(NetworkNamespace place, int holder, int number)
    {
        // Tests of other checkouts may run at the same time: a block of four addresses for this process and line.
        uint block = 0x0AC0_0000u | ((((uint)Environment.ProcessId * 64) + (uint)number) % (1 << 20) * 4);
        Near = AddressOf(block + 1);
        Far = AddressOf(block + 2);
        _prefix = place.Prefix;
        _near = $"rk{Environment.ProcessId}n{number}";
        _far = $"rk{Environment.ProcessId}f{number}";
        NetworkNamespace.Ip([], "link", "add", _near, "type", "veth", "peer", "name", _far, "netns", $"{holder}");
        NetworkNamespace.Ip([], "addr", "add", $"{Near}/30", "dev", _near);
        NetworkNamespace.Ip([], "link", "set", _near, "up");
        NetworkNamespace.Ip(_prefix, "addr", "add", $"{Far}/30", "dev", _far);
        NetworkNamespace.Ip(_prefix, "link", "set", _far, "up");
    }

    /// <summary>This end's address.</summary>
    public IPAddress Near { get; }

    /// <summary>The address in the namespace.</summary>
    public IPAddress Far { get; }

    /// <summary>Drops what goes from the namespace to here, what comes back, or both: then the device is down.</summary>
    public void Cut(bool fromThere, bool back)
    {
        if (fromThere && back)
        {
            NetworkNamespace.Ip(_prefix, "link", "set", _far, "down");
        }
        else if (fromThere)
        {
            NetworkNamespace.Ip(_prefix, "neigh", "replace", $"{Near}", "lladdr", Nowhere, "dev", _far, "nud", "permanent");
        }
        else if (back)
        {
            NetworkNamespace.Ip([], "neigh", "replace", $"{Far}", "lladdr", Nowhere, "dev", _near, "nud", "permanent");
        }
    }

    /// <summary>Repairs the line: the kernels ask for each other's addresses again.</summary>
    public void Mend()
    {
        NetworkNamespace.Ip(_prefix, "link", "set", _far, "up");
        NetworkNamespace.Ip(_prefix, "neigh", "flush", "dev", _far, "nud", "all");
        NetworkNamespace.Ip([], "neigh", "flush", "dev", _near, "nud", "all");
    }

    private static IPAddress AddressOf(uint number)
        => new([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
}
