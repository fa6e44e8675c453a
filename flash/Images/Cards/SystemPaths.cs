// Where the system lists its disks.

namespace RustKernel.Flash.Images.Cards;

/// <summary>The roots of the kernel's views; tests bring folders of their own.</summary>
/// <param name="Sys">Sysfs.</param>
/// <param name="Proc">Procfs.</param>
/// <param name="Dev">Device nodes.</param>
public sealed record SystemPaths(string Sys, string Proc, string Dev)
{
    /// <summary>This machine's.</summary>
    public static SystemPaths Machine { get; } = new("/sys", "/proc", "/dev");
}
