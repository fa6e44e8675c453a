// The layout of GICD_ICPENDR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICD_ICPENDR, interrupt clear-pendings; element 0 is the redistributors'; offset 0x280, 32 of them 4 bytes apart, 32 bits, readable, write 1 to clear. [IHI0069, Distributor register descriptions, GICD_ICPENDR]</summary>
public readonly struct GICD_ICPENDR : IRegister32<GICD_ICPENDR>, IReadable, IWriteOneToClear, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_ICPENDR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x280;
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
    public static GICD_ICPENDR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICD_ICPENDR value) => value._bits;

    /// <summary>One bit for each interrupt of this bank.</summary>
    public uint Pending
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each interrupt of this bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ICPENDR Of(uint value) => new(value);

    /// <summary>Both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ICPENDR operator |(GICD_ICPENDR left, GICD_ICPENDR right) => new(left._bits | right._bits);
}
