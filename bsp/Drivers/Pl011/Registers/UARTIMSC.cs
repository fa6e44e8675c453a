// The layout of UARTIMSC; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.Pl011;

/// <summary>UARTIMSC, interrupt mask: a 1 lets the interrupt out; offset 0x038, 32 bits, read and write. [DDI0183 3.3, Interrupt Mask Set/Clear Register]</summary>
public readonly struct UARTIMSC : IRegister32<UARTIMSC>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UARTIMSC(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x038;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UARTIMSC FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(UARTIMSC value) => value._bits;

    /// <summary>Let out: receive FIFO at its level.</summary>
    public bool RXIM
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 4)) != 0;
    }

    /// <summary>With RXIM as given: let out: receive FIFO at its level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTIMSC WithRXIM(bool value) => new(value ? _bits | (1u << 4) : _bits & ~(1u << 4));

    /// <summary>Let out: transmit FIFO at its level.</summary>
    public bool TXIM
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 5)) != 0;
    }

    /// <summary>With TXIM as given: let out: transmit FIFO at its level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTIMSC WithTXIM(bool value) => new(value ? _bits | (1u << 5) : _bits & ~(1u << 5));

    /// <summary>Let out: receive timeout: characters wait, none came for 32 bit times.</summary>
    public bool RTIM
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 6)) != 0;
    }

    /// <summary>With RTIM as given: let out: receive timeout: characters wait, none came for 32 bit times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTIMSC WithRTIM(bool value) => new(value ? _bits | (1u << 6) : _bits & ~(1u << 6));

    /// <summary>Let out: framing error.</summary>
    public bool FEIM
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 7)) != 0;
    }

    /// <summary>With FEIM as given: let out: framing error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTIMSC WithFEIM(bool value) => new(value ? _bits | (1u << 7) : _bits & ~(1u << 7));

    /// <summary>Let out: parity error.</summary>
    public bool PEIM
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 8)) != 0;
    }

    /// <summary>With PEIM as given: let out: parity error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTIMSC WithPEIM(bool value) => new(value ? _bits | (1u << 8) : _bits & ~(1u << 8));

    /// <summary>Let out: break.</summary>
    public bool BEIM
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 9)) != 0;
    }

    /// <summary>With BEIM as given: let out: break.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTIMSC WithBEIM(bool value) => new(value ? _bits | (1u << 9) : _bits & ~(1u << 9));

    /// <summary>Let out: overrun.</summary>
    public bool OEIM
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 10)) != 0;
    }

    /// <summary>With OEIM as given: let out: overrun.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTIMSC WithOEIM(bool value) => new(value ? _bits | (1u << 10) : _bits & ~(1u << 10));
}
