// One thing the rig can drive.

using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Targets;

/// <summary>A target: a board (or its emulation) and the way to drive it.</summary>
public sealed record TargetDefinition
{
    /// <summary>The name on the command line: qemu-virt.</summary>
    public required string Name { get; init; }

    /// <summary>The board's folder name: qemu-virt, rpi4.</summary>
    public required string Board { get; init; }

    /// <summary>The board's folder, as a full path.</summary>
    public string BoardFolder { get; init; } = "";

    /// <summary>The kernel's file name on the board's boot partition.</summary>
    public string BootName { get; init; } = "";

    /// <summary>One line about it.</summary>
    public string Title { get; init; } = "";

    /// <summary>The driver: qemu, or lab for a real board.</summary>
    public required string Driver { get; init; }

    /// <summary>What its file should say differently, although it works as it is; empty when nothing.</summary>
    public string Remark { get; init; } = "";

    /// <summary>The real board's drivers; null for the driver qemu.</summary>
    public LabDefinition? Lab { get; init; }

    /// <summary>QEMU's settings; <see cref="QemuSettings.None"/> for the driver lab.</summary>
    public required QemuSettings Qemu { get; init; }

    /// <summary>From off to suites.</summary>
    public StrategySettings Strategy { get; init; } = new();

    /// <summary>The image to boot; relative paths are relative to the repository unless the user gave them.</summary>
    public required string Image { get; init; }

    /// <summary>The kernel command line, without what a verb adds.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>How long a run may take.</summary>
    public Deadlines Deadlines { get; init; } = Deadlines.Default;
}
