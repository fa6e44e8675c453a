// The layout of GICD_TYPER; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>GICD_TYPER, interrupt controller type; offset 0x004, 32 bits, read-only. [IHI0048, Distributor register descriptions, GICD_TYPER]</summary>
public readonly struct GICD_TYPER : IRegister32<GICD_TYPER>, IReadable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_TYPER(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x004;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_TYPER FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICD_TYPER value) => value._bits;

    /// <summary>The number of interrupts is 32 times this plus one.</summary>
    public uint ITLinesNumber
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits & 0x1F;
    }

    /// <summary>Number of CPU interfaces less one.</summary>
    public uint CPUNumber
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits >> 5) & 0x7;
    }

    /// <summary>The Security Extensions are implemented.</summary>
    public bool SecurityExtn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 10)) != 0;
    }
}
