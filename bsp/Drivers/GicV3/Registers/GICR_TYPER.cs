// The layout of GICR_TYPER; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICR_TYPER, redistributor type; offset 0x008, 64 bits, read-only. [IHI0069, Redistributor register descriptions, GICR_TYPER]</summary>
public readonly struct GICR_TYPER : IRegister64<GICR_TYPER>, IReadable
{
    private readonly ulong _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICR_TYPER(ulong bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x008;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_TYPER FromBits(ulong bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ToBits(GICR_TYPER value) => value._bits;

    /// <summary>Virtual LPIs: the redistributor has four frames of 64 KiB instead of two.</summary>
    public bool VLPIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1ul << 1)) != 0;
    }

    /// <summary>Last redistributor of this region.</summary>
    public bool Last
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1ul << 4)) != 0;
    }

    /// <summary>The CPU it belongs to: affinity levels 3 to 0, a byte each.</summary>
    public uint Affinity
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)((_bits >> 32) & 0xFFFFFFFF);
    }
}
