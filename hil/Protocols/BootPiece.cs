// A piece of the boot's text.

namespace RustKernel.Hil.Protocols;

/// <summary>Text that a boot says once.</summary>
/// <param name="Stage">The name of the stage that it shows.</param>
/// <param name="Text">The text.</param>
internal sealed record BootPiece(string Stage, string Text)
{
    /// <summary>Its place in the boot's order, from 0.</summary>
    public int Order { get; init; }

    /// <summary>True for what every boot says before anything else, also one that keeps its log back.</summary>
    public bool IsFirst { get; init; }

    /// <summary>True when it comes once for each of several things, each time with other words after it.</summary>
    public bool IsRepeated { get; init; }
}
