// What an acknowledge returned, kept whole until the end of interrupt.

using System.Runtime.CompilerServices;

namespace RustKernel;

/// <summary>
/// The answer to <see cref="InterruptController.Acknowledge"/>: the interrupt, and whatever else the controller wants back in
/// <see cref="InterruptController.EndOfInterrupt"/> (a GICv2 wants the CPU that sent an SGI).
/// </summary>
public readonly struct ActiveInterrupt
{
    private const uint IntidBits = 0x3FF;

    /// <summary>As the controller gave it.</summary>
    public readonly uint Bits;

    /// <summary>Wraps the controller's answer; for drivers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ActiveInterrupt(uint bits) => Bits = bits;

    /// <summary>Which interrupt; special when there was none.</summary>
    public Intid Intid
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Bits & IntidBits);
    }
}
