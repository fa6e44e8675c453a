// What is to be booted.

using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.Flash.Images;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Drivers;

/// <summary>One image for one target, with the kernel's command line.</summary>
/// <param name="Target">The target, its overrides applied; <see cref="TargetDefinition.CommandLine"/> is what the kernel gets.</param>
/// <param name="Root">The repository's root, which relative paths of the target are below.</param>
public sealed record BootJob(TargetDefinition Target, string Root)
{
    /// <summary>The image's full path.</summary>
    public string ImagePath => Path.Combine(Root, Target.Image);

    /// <summary>
    /// Lays out the board's boot partition (kernel, firmware, config.txt, cmdline.txt with the command line) in a folder, and returns its
    /// files. Media that serve or write files call it. Null when it is not available.
    /// </summary>
    public Func<string, IReadOnlyList<string>>? LayOut { get; init; }

    /// <summary>Makes the data volume of a card that is written for the run; null: the card gets no data volume.</summary>
    public IDataVolumes? Volumes { get; init; }

    /// <summary>
    /// Finds the places in the sources of addresses in the image. If it is given, the checker watches an emulated machine for violations of
    /// the architecture's rules (docs/ARCH-CHECK.md). Null: no checker.
    /// </summary>
    public Func<IReadOnlyCollection<ulong>, IReadOnlyDictionary<ulong, CodePlace>>? ArchCheck { get; init; }
}
