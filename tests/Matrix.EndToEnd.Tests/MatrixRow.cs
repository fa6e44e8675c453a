// One row of the matrix: a machine and a way of loading.

using System;

namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>What to boot; the defaults are the target qemu-virt with a GICv3.</summary>
/// <param name="Name">The row's name, unique.</param>
public sealed record MatrixRow(string Name)
{
    /// <summary>How the Image is loaded.</summary>
    public Way Way { get; init; } = Way.Kernel;

    /// <summary>The target of another board than qemu-virt, with <see cref="Way.Board"/>.</summary>
    public string Board { get; init; } = "";

    /// <summary>The GIC's version.</summary>
    public int Gic { get; init; } = 3;

    /// <summary>CPUs.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>CPUs that the device tree lists, when the emulated firmware starts the others only in newer QEMUs.</summary>
    public int? CpusListed { get; init; }

    /// <summary>QEMU's CPU model.</summary>
    public string Cpu { get; init; } = "cortex-a72";

    /// <summary>RAM.</summary>
    public string Memory { get; init; } = "1G";

    /// <summary>Further machine options, separated by commas.</summary>
    public string Options { get; init; } = "";

    /// <summary>Where a raw loader puts the Image.</summary>
    public ulong Address { get; init; }

    /// <summary>Size in bytes of the card in the Raspberry Pi's slot, which suite block then writes; 0: the slot is empty.</summary>
    public long CardBytes { get; init; }

    /// <summary>The log line that shows the row's point; empty for none.</summary>
    public string Shows { get; init; } = "";

    /// <summary>
    /// Whether a boot showed the row's point and started the CPUs that can be started. With <see cref="CpusListed"/> either the firmware is
    /// missed, as the point says, or all CPUs run.
    /// </summary>
    public bool IsShownBy(string console)
    {
        bool isShown = console.Contains(Shows, StringComparison.Ordinal);
        int online = isShown || CpusListed is null ? Cpus : CpusListed.Value;
        return (isShown || CpusListed is not null)
            && console.Contains($"SMP: {online} of {CpusListed ?? Cpus} CPUs online", StringComparison.Ordinal);
    }

    /// <summary>True when instructions are counted: one CPU, and nothing that waits for the host.</summary>
    public bool Counts => Cpus == 1 && Way is (Way.Kernel or Way.Raw);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
