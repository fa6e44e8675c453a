// One driver of the kernel, as the host tools know it.

using System.Collections.Generic;
using System.Text;

namespace RustKernel.Hil.DeviceTree;

/// <summary>A driver and the devices it binds to.</summary>
/// <param name="Name">The driver's name for people.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Compatibles">The "compatible" strings it binds to.</param>
public sealed record KernelDriver(string Name, DriverRole Role, IReadOnlyList<string> Compatibles)
{
    /// <summary>The same as the kernel's list of names has them: a zero byte between two.</summary>
    public byte[] Names { get; } = Encoding.ASCII.GetBytes(string.Join('\0', Compatibles));
}
