// The layout of UARTCR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.Pl011;

/// <summary>UARTCR, control register; offset 0x030, 32 bits, read and write. [DDI0183 3.3, Control Register]</summary>
public readonly struct UARTCR : IRegister32<UARTCR>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UARTCR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x030;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UARTCR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(UARTCR value) => value._bits;

    /// <summary>The UART is enabled.</summary>
    public bool UARTEN
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 0)) != 0;
    }

    /// <summary>With UARTEN as given: the UART is enabled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTCR WithUARTEN(bool value) => new(value ? _bits | (1u << 0) : _bits & ~(1u << 0));

    /// <summary>Loopback: the output feeds the input.</summary>
    public bool LBE
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 7)) != 0;
    }

    /// <summary>With LBE as given: loopback: the output feeds the input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTCR WithLBE(bool value) => new(value ? _bits | (1u << 7) : _bits & ~(1u << 7));

    /// <summary>Transmitter enabled.</summary>
    public bool TXE
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 8)) != 0;
    }

    /// <summary>With TXE as given: transmitter enabled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTCR WithTXE(bool value) => new(value ? _bits | (1u << 8) : _bits & ~(1u << 8));

    /// <summary>Receiver enabled.</summary>
    public bool RXE
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 9)) != 0;
    }

    /// <summary>With RXE as given: receiver enabled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTCR WithRXE(bool value) => new(value ? _bits | (1u << 9) : _bits & ~(1u << 9));

    /// <summary>Request-to-send output asserted.</summary>
    public bool RTS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 11)) != 0;
    }

    /// <summary>With RTS as given: request-to-send output asserted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTCR WithRTS(bool value) => new(value ? _bits | (1u << 11) : _bits & ~(1u << 11));

    /// <summary>Hardware flow control of the receiver.</summary>
    public bool RTSEn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 14)) != 0;
    }

    /// <summary>With RTSEn as given: hardware flow control of the receiver.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTCR WithRTSEn(bool value) => new(value ? _bits | (1u << 14) : _bits & ~(1u << 14));

    /// <summary>Hardware flow control of the transmitter.</summary>
    public bool CTSEn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 15)) != 0;
    }

    /// <summary>With CTSEn as given: hardware flow control of the transmitter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTCR WithCTSEn(bool value) => new(value ? _bits | (1u << 15) : _bits & ~(1u << 15));
}
