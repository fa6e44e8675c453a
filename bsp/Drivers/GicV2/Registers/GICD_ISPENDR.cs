// The layout of GICD_ISPENDR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>GICD_ISPENDR, interrupt set-pendings; offset 0x200, 32 of them 4 bytes apart, 32 bits, readable, write 1 to set. [IHI0048, Distributor register descriptions, GICD_ISPENDR]</summary>
public readonly struct GICD_ISPENDR : IRegister32<GICD_ISPENDR>, IReadable, IWriteOneToSet, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_ISPENDR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x200;
    }

    /// <inheritdoc/>
    public static uint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 32;
    }

    /// <inheritdoc/>
    public static uint Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ISPENDR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICD_ISPENDR value) => value._bits;

    /// <summary>One bit for each interrupt of this bank.</summary>
    public uint Pending
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each interrupt of this bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ISPENDR Of(uint value) => new(value);

    /// <summary>Both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ISPENDR operator |(GICD_ISPENDR left, GICD_ISPENDR right) => new(left._bits | right._bits);
}
