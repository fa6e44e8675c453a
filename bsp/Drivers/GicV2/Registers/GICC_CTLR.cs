// The layout of GICC_CTLR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>GICC_CTLR, CPU interface control; offset 0x000, 32 bits, read and write. [IHI0048, CPU interface register descriptions, GICC_CTLR]</summary>
public readonly struct GICC_CTLR : IRegister32<GICC_CTLR>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICC_CTLR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x000;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICC_CTLR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICC_CTLR value) => value._bits;

    /// <summary>Signals the interrupts that this access may see, as in GICD_CTLR.</summary>
    public bool Enable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 0)) != 0;
    }

    /// <summary>With Enable as given: signals the interrupts that this access may see, as in GICD_CTLR.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GICC_CTLR WithEnable(bool value) => new(value ? _bits | (1u << 0) : _bits & ~(1u << 0));

    /// <summary>Signals group 0 as FIQ; not in the Non-secure view.</summary>
    public bool FIQEn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 3)) != 0;
    }

    /// <summary>With FIQEn as given: signals group 0 as FIQ; not in the Non-secure view.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GICC_CTLR WithFIQEn(bool value) => new(value ? _bits | (1u << 3) : _bits & ~(1u << 3));

    /// <summary>Whether legacy interrupt lines bypass a disabled interface; firmware sets it for the board.</summary>
    public uint Bypass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits >> 5) & 0xF;
    }

    /// <summary>With Bypass as given (0 to 15): whether legacy interrupt lines bypass a disabled interface; firmware sets it for the board.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GICC_CTLR WithBypass(uint value) => new((_bits & ~(0xFu << 5)) | ((value & 0xF) << 5));
}
