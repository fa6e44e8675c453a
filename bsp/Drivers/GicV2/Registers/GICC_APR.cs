// The layout of GICC_APR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>GICC_APR, active priorities; offset 0x0D0, 4 of them 4 bytes apart, 32 bits, read and write. [IHI0048, CPU interface register descriptions, GICC_APR]</summary>
public readonly struct GICC_APR : IRegister32<GICC_APR>, IReadable, IWritable, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICC_APR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x0D0;
    }

    /// <inheritdoc/>
    public static uint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    /// <inheritdoc/>
    public static uint Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICC_APR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICC_APR value) => value._bits;

    /// <summary>One bit for each active preemption level.</summary>
    public uint Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each active preemption level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICC_APR Of(uint value) => new(value);
}
