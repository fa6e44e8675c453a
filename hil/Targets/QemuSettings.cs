// QEMU's settings for a machine.

using System.Collections.Generic;

namespace RustKernel.Hil.Targets;

/// <summary>The machine that QEMU emulates.</summary>
public sealed record QemuSettings
{
    /// <summary>The settings of a target that is no emulator: it never switches itself off.</summary>
    public static QemuSettings None { get; } = new() { Machine = "", PowersOff = false };

    /// <summary>The program; found in PATH when it is only a name.</summary>
    public string Program { get; init; } = "qemu-system-aarch64";

    /// <summary>The machine: virt, raspi4b.</summary>
    public required string Machine { get; init; }

    /// <summary>Machine options, key=value.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The CPU model; empty leaves the machine's own.</summary>
    public string Cpu { get; init; } = "";

    /// <summary>RAM, as QEMU writes it: 128M, 1G; empty leaves the machine's own.</summary>
    public string Memory { get; init; } = "";

    /// <summary>CPUs; 0 leaves the machine's own number.</summary>
    public int Smp { get; init; }

    /// <summary>
    /// The device tree file to hand over, relative to the repository; <c>firmware:NAME</c> is a file
    /// of the board's fetched firmware, <c>board:FILE</c> one of the board's
    /// folder (.dts is compiled). Empty when the machine makes its own.
    /// </summary>
    public string Dtb { get; init; } = "";

    /// <summary>Overlay sources (.dts) applied to the device tree, relative to the board's folder.</summary>
    public IReadOnlyList<string> Overlays { get; init; } = [];

    /// <summary>
    /// The file for QEMU's -kernel, a loader for example; null for the image itself, empty for none
    /// (the image is then on a disk or in memory).
    /// </summary>
    public string? Kernel { get; init; }

    /// <summary>Which serial device of the machine is the console, from 0.</summary>
    public int SerialIndex { get; init; }

    /// <summary>True when the machine can switch itself off, which ends QEMU.</summary>
    public bool PowersOff { get; init; } = true;

    /// <summary>Image files of disks; <c>FILE,readonly</c> for one that the machine may not write.</summary>
    public IReadOnlyList<string> Disks { get; init; } = [];

    /// <summary>The network card; none by default.</summary>
    public NetworkSettings Network { get; init; } = new();

    /// <summary>Further arguments, as they are.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
