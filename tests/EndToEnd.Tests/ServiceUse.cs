using System;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>What a service has, from the shell's <c>handles</c> and <c>ps</c>.</summary>
/// <param name="Handles">Handles.</param>
/// <param name="Objects">Kernel objects.</param>
/// <param name="Kilobytes">Memory.</param>
internal sealed record ServiceUse(int Handles, int Objects, int Kilobytes)
{
    // A heap with the same content has one more after its first collection, which sets aside the reserve for OutOfMemoryException, and
    // one more or less as it needs extents and frees empty ones.
    private const int HeapObjects = 2;

    // A heap is collected when there is a megabyte of new objects, and free parts within its units stay.
    private const int HeapKilobytes = 2048;

    /// <summary>
    /// Fails if <paramref name="service"/> has more than <paramref name="before"/>, except for random variation of its
    /// heap: <paramref name="extents"/> more, when each action that could leave something was repeated far more often
    /// than that.
    /// </summary>
    public void AssertNoMore(ServiceUse before, string service, string after, int extents = 0)
        => Assert.True(
            Handles <= before.Handles + HeapObjects + extents && Objects <= before.Objects + HeapObjects + extents
                && Kilobytes <= before.Kilobytes + Math.Max(HeapKilobytes, before.Kilobytes),
            $"{service}: {before} before, {this} after {after}");

    /// <summary>What <paramref name="service"/> has now.</summary>
    public static ServiceUse Of(RunningSystem system, string service)
    {
        int[] held = Row(system, "handles", service);
        int[] shown = Row(system, "ps", service);

        // Restarts, priority, memory, time.
        return new ServiceUse(held[0], held[1], shown[2]);
    }

    /// <summary>KiB in use that no service counts as its own: the kernel's, and lost memory.</summary>
    public static int Unowned(RunningSystem system)
    {
        int from = system.Output.Length;
        _ = system.Type("mem\r", "\ninit ");
        _ = system.Type("\r", "rk> ");
        string shown = system.Output[from..];
        Match machine = Regex.Match(shown, @"(\d+) KiB in use");
        Assert.True(machine.Success, shown);
        MatchCollection used = Regex.Matches(shown, @"^[a-z]\w* +(\d+) +\d+ +\d+", RegexOptions.Multiline);
        return int.Parse(machine.Groups[1].Value) - used.Sum(row => int.Parse(row.Groups[1].Value));
    }

    // The numbers of a row. Init's is the last one, and complete when a prompt follows.
    private static int[] Row(RunningSystem system, string command, string service)
    {
        int from = system.Output.Length;
        _ = system.Type(command + "\r", "\ninit ");
        _ = system.Type("\r", "rk> ");
        string shown = system.Output[from..];
        Match row = Regex.Match(shown, $@"^{Regex.Escape(service)} +(.*\d)\r?$", RegexOptions.Multiline);
        Assert.True(row.Success, $"no {service} in:\n{shown}");
        return [.. Regex.Matches(row.Groups[1].Value, @"(?<= |^)\d+(?= |$)").Select(number => int.Parse(number.Value))];
    }
}
