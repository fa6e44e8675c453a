// The layout of ICPIDR2; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>ICPIDR2, peripheral ID 2; offset 0xFE8, 32 bits, read-only. [IHI0048, Distributor register descriptions, ICPIDR2]</summary>
public readonly struct ICPIDR2 : IRegister32<ICPIDR2>, IReadable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ICPIDR2(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0xFE8;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ICPIDR2 FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(ICPIDR2 value) => value._bits;

    /// <summary>Architecture version of the GIC.</summary>
    public uint ArchRev
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits >> 4) & 0xF;
    }
}
