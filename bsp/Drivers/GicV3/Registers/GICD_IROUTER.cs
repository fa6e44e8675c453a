// The layout of GICD_IROUTER; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICD_IROUTER, interrupt routing, one for each INTID; those below 32 do not exist; offset 0x6000, 1020 of them 8 bytes apart, 64 bits, read and write. [IHI0069, Distributor register descriptions, GICD_IROUTER]</summary>
public readonly struct GICD_IROUTER : IRegister64<GICD_IROUTER>, IReadable, IWritable, IRegisterArray
{
    private readonly ulong _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_IROUTER(ulong bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x6000;
    }

    /// <inheritdoc/>
    public static uint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1020;
    }

    /// <inheritdoc/>
    public static uint Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_IROUTER FromBits(ulong bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ToBits(GICD_IROUTER value) => value._bits;

    /// <summary>Affinity fields in MPIDR_EL1's places; bit 31 clear routes to that one CPU.</summary>
    public ulong Affinity
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>Affinity fields in MPIDR_EL1's places; bit 31 clear routes to that one CPU.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_IROUTER Of(ulong value) => new(value);
}
