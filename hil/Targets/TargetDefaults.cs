// What a target takes from its board.

namespace RustKernel.Hil.Targets;

/// <summary>A board's part in its targets.</summary>
/// <param name="Board">The board's name.</param>
/// <param name="BoardFolder">Its folder's full path.</param>
/// <param name="Image">The image, unless the target names one.</param>
/// <param name="BootName">The kernel's file name on the boot partition.</param>
/// <param name="Deadlines">The limits, unless the target has its own.</param>
public sealed record TargetDefaults(string Board, string BoardFolder, string Image, string BootName, Deadlines Deadlines);
