// The layout of GICC_PMR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>GICC_PMR, interrupt priority mask; offset 0x004, 32 bits, read and write. [IHI0048, CPU interface register descriptions, GICC_PMR]</summary>
public readonly struct GICC_PMR : IRegister32<GICC_PMR>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICC_PMR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x004;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICC_PMR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICC_PMR value) => value._bits;

    /// <summary>Only more urgent interrupts (lower numbers) are signalled.</summary>
    public uint Priority
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits & 0xFF;
    }

    /// <summary>With Priority as given (0 to 255): only more urgent interrupts (lower numbers) are signalled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GICC_PMR WithPriority(uint value) => new((_bits & ~(0xFFu)) | (value & 0xFF));
}
