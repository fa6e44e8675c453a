// A network namespace of the host's kernel with one interface, whose other end is a machine's card.

using System;
using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>
/// Interface <see cref="Interface"/> with the address <see cref="Host"/> in a namespace of its own. Root can make it, and so can any
/// user if user namespaces and /dev/net/tun are open to all. A process that waits for input holds it, and ends with this one.
/// </summary>
public sealed class TapNetwork : IDisposable
{
    /// <summary>The name for <c>--net tap:</c>.</summary>
    public const string Interface = "rk0";

    /// <summary>The host's address.</summary>
    public const string Host = "192.168.77.1";

    private const string SetUp =
        $"ip link set lo up && ip tuntap add {Interface} mode tap && ip address add {Host}/24 dev {Interface}"
        + $" && ip link set {Interface} up && echo made && exec cat";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private static readonly Lazy<string?> s_missing = new(WhyNot);
    private readonly Process _holder;

    public TapNetwork()
    {
        _holder = Hold();
        string? first = _holder.StandardOutput.ReadLine();
        if (first != "made")
        {
            // It has ended, so its output is complete.
            Assert.Fail($"{first} {_holder.StandardError.ReadToEnd()}");
        }
    }

    /// <summary>Why there can be none here; null: there can be one.</summary>
    public static string? Missing => s_missing.Value;

    /// <summary>The command that runs a program in it. The process becomes the program's.</summary>
    public string[] Inside =>
        ["nsenter", "-t", _holder.Id.ToString(CultureInfo.InvariantCulture), "-n", .. IsRoot ? [] : s_asUser];

    private static readonly string[] s_asUser = ["-U", "--preserve-credentials"];

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Runs a program in it to its end.</summary>
    public ToolResult Run(string program, params string[] arguments)
    {
        string[] words = [.. Inside, program, .. arguments];
        return Tool.Finish(Tool.Start(words[0], words[1..]), s_limit);
    }

    public void Dispose()
    {
        _holder.StandardInput.Close();
        Assert.True(_holder.WaitForExit(s_limit));
        _holder.Dispose();
    }

    private static Process Hold() => Tool.Start("unshare", [.. IsRoot ? ["-n"] : new[] { "-Ur", "-n" }, "sh", "-c", SetUp]);

    private static string? WhyNot()
    {
        using Process holder = Hold();
        bool isMade = holder.StandardOutput.ReadLine() == "made";
        holder.StandardInput.Close();
        string error = holder.StandardError.ReadToEnd();
        holder.WaitForExit(s_limit);
        return isMade ? null : $"no network namespace with a tap interface can be made here (root can): {error.Trim()}";
    }
}
