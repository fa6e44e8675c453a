// The layout of UARTRIS; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.Pl011;

/// <summary>UARTRIS, interrupt conditions before the mask; offset 0x03C, 32 bits, read-only. [DDI0183 3.3, Raw Interrupt Status Register]</summary>
public readonly struct UARTRIS : IRegister32<UARTRIS>, IReadable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UARTRIS(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x03C;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UARTRIS FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(UARTRIS value) => value._bits;

    /// <summary>Condition: receive FIFO at its level.</summary>
    public bool RXRIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 4)) != 0;
    }

    /// <summary>Condition: transmit FIFO at its level.</summary>
    public bool TXRIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 5)) != 0;
    }

    /// <summary>Condition: receive timeout: characters wait, none came for 32 bit times.</summary>
    public bool RTRIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 6)) != 0;
    }

    /// <summary>Condition: framing error.</summary>
    public bool FERIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 7)) != 0;
    }

    /// <summary>Condition: parity error.</summary>
    public bool PERIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 8)) != 0;
    }

    /// <summary>Condition: break.</summary>
    public bool BERIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 9)) != 0;
    }

    /// <summary>Condition: overrun.</summary>
    public bool OERIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 10)) != 0;
    }
}
