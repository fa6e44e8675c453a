// What an acknowledge returned, kept whole until the end of interrupt.

using System.Runtime.CompilerServices;

namespace RustKernel;

/// <summary>
/// The answer of <see cref="InterruptController.Acknowledge"/>: the interrupt, and what the controller needs back in
/// <see cref="InterruptController.EndOfInterrupt"/> (a GICv2 needs the CPU that sent an SGI).
/// </summary>
public readonly struct ActiveInterrupt
{
    private const uint IntidBits = 0x3FF;

    /// <summary>As the controller gave it.</summary>
    public readonly uint Bits;

    /// <summary>Wraps the controller's answer; for drivers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ActiveInterrupt(uint bits) => Bits = bits;

    /// <summary>The interrupt; special when there was none.</summary>
    public Intid Intid
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Bits & IntidBits);
    }
}
