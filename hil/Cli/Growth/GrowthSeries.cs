// The points of each series of rk bench --growth, and what is measured at them.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Growth;

/// <summary>One quantity that grows, and the benchmarks whose cost is measured.</summary>
/// <param name="Name">The word after <c>--growth</c>, and the plot's file name.</param>
/// <param name="Axis">What the horizontal axis shows, with its unit.</param>
/// <param name="Values">The points.</param>
/// <param name="Benchmarks">Words after <c>bench=</c>; none: only the boot to the prompt is counted.</param>
/// <param name="CountsPrompt">True when each point is booted once more, to the prompt.</param>
/// <param name="Prepare">The target at a point; its last argument is a folder for files.</param>
internal sealed record GrowthSeries(
    string Name,
    string Axis,
    int[] Values,
    string Benchmarks,
    bool CountsPrompt,
    Func<TargetDefinition, int, string, TargetDefinition> Prepare)
{
    private const string Messages = "syscall.null,ipc.call_reply.0w,ipc.call_reply.deadline,ipc.async_send_receive,sched.yield";
    private const int MebibytesOfGibibyte = 1024;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<GrowthSeries> All { get; } =
    [
        new(
            "memory",
            "RAM, MiB",
            [64, 256, 1024, 4096, 16384, 65536],
            "boot.first_user_instruction,frame.allocate,frame.run_2m",
            true,
            Memory),
        new("archive", "boot archive as an initrd, MiB more", [0, 4, 16, 64, 128], "", true, Archive),
        new("objects", "live objects (and as many dead)", [1_000, 10_000, 50_000, 200_000, 1_000_000], "runtime.collection", false, Same),
        new("threads", "threads that wait with a deadline", [0, 10, 100, 300, 1_000], Messages, false, Same),
        new("ports", "ports of the process", [0, 10, 100, 300, 900], Messages, false, Same),
        new("handles", "handles of the process", [0, 10, 100, 300, 900], Messages, false, Same),
        new("cpus", "CPUs", [1, 2, 4, 8], "syscall.null,ipc.call_reply.0w,sched.yield,mem.map_page,mem.unmap_page", false, Processors),
    ];

    /// <summary>The names that <c>--growth</c> takes.</summary>
    public static IEnumerable<string> Names => All.Select(series => series.Name);

    /// <summary>The words after <c>bench=</c> at <paramref name="value"/>: the kernel makes the crowd itself (Crowd.cs).</summary>
    public string WordsAt(int value)
        => Name is "threads" or "ports" or "handles" or "objects"
            ? string.Create(CultureInfo.InvariantCulture, $"{Name}:{value},{Benchmarks}")
            : Benchmarks;

    private static TargetDefinition Same(TargetDefinition target, int value, string folder) => target;

    // This may be more than the host has, as long as the target does not touch it: an option keeps QEMU from reserving it.
    private static TargetDefinition Memory(TargetDefinition target, int mebibytes, string folder)
    {
        string size = mebibytes < MebibytesOfGibibyte ? $"{mebibytes}M" : $"{mebibytes / MebibytesOfGibibyte}G";
        target = TargetOverride.Apply(TargetOverride.Apply(target, "memory", size), "machine-option", "memory-backend=ram");
        return TargetOverride.Apply(
            TargetOverride.Apply(target, "qemu-arg", "-object"),
            "qemu-arg",
            $"memory-backend-ram,id=ram,size={size},reserve=off");
    }

    private static TargetDefinition Processors(TargetDefinition target, int cpus, string folder)
        => TargetOverride.Apply(target, "smp", cpus.ToString(CultureInfo.InvariantCulture));

    private static TargetDefinition Archive(TargetDefinition target, int mebibytes, string folder)
    {
        string file = Path.Combine(folder, $"archive-{mebibytes}.cpio");
        ArchiveBallast.Write(file, Path.Combine(Repository.Root, "artifacts", "boot.cpio"), mebibytes);
        return TargetOverride.Apply(TargetOverride.Apply(target, "qemu-arg", "-initrd"), "qemu-arg", file);
    }
}
