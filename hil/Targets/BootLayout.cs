// The files of a board's boot partition besides the kernel.

using System.Collections.Generic;

namespace RustKernel.Hil.Targets;

/// <summary>The section <c>boot</c> of board.yaml. Paths are relative to the board's folder.</summary>
public sealed record BootLayout
{
    /// <summary>A partition with nothing but the kernel.</summary>
    public static BootLayout Empty { get; } = new();

    /// <summary>Files copied as they are, under their own names.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Overlay sources (.dts); each becomes overlays/NAME.dtbo.</summary>
    public IReadOnlyList<string> Overlays { get; init; } = [];
}
