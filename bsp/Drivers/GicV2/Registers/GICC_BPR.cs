// The layout of GICC_BPR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>GICC_BPR, binary point; offset 0x008, 32 bits, read and write. [IHI0048, CPU interface register descriptions, GICC_BPR]</summary>
public readonly struct GICC_BPR : IRegister32<GICC_BPR>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICC_BPR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x008;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICC_BPR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICC_BPR value) => value._bits;

    /// <summary>How many low priority bits are left out when deciding preemption.</summary>
    public uint BinaryPoint
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits & 0x7;
    }

    /// <summary>With BinaryPoint as given (0 to 7): how many low priority bits are left out when deciding preemption.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GICC_BPR WithBinaryPoint(uint value) => new((_bits & ~(0x7u)) | (value & 0x7));
}
