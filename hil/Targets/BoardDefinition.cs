// One board folder.

using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.Targets;

/// <summary>What boards/NAME/board.yaml says.</summary>
public sealed record BoardDefinition
{
    /// <summary>The folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>The folder's full path.</summary>
    public required string Folder { get; init; }

    /// <summary>One line about it.</summary>
    public string Title { get; init; } = "";

    /// <summary>The image that the build makes, relative to the repository.</summary>
    public required string ImageFile { get; init; }

    /// <summary>The image's name in artifacts/NAME/boot/.</summary>
    public required string BootName { get; init; }

    /// <summary>The limits of its targets, unless they have their own.</summary>
    public Deadlines Deadlines { get; init; } = Deadlines.Default;

    /// <summary>The files of the boot partition besides the kernel.</summary>
    public BootLayout Boot { get; init; } = BootLayout.Empty;

    /// <summary>The targets that need no configuration by the user.</summary>
    public required IReadOnlyList<TargetDefinition> Targets { get; init; }

    /// <summary>The first of its targets that QEMU emulates: it replaces the board where there is none. Null without one.</summary>
    public TargetDefinition? Emulated => Targets.FirstOrDefault(target => target.Lab is null);
}
