// The layout of UARTMIS; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.Pl011;

/// <summary>UARTMIS, interrupt conditions behind the mask; offset 0x040, 32 bits, read-only. [DDI0183 3.3, Masked Interrupt Status Register]</summary>
public readonly struct UARTMIS : IRegister32<UARTMIS>, IReadable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UARTMIS(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x040;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UARTMIS FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(UARTMIS value) => value._bits;

    /// <summary>Interrupting: receive FIFO at its level.</summary>
    public bool RXMIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 4)) != 0;
    }

    /// <summary>Interrupting: transmit FIFO at its level.</summary>
    public bool TXMIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 5)) != 0;
    }

    /// <summary>Interrupting: receive timeout: characters wait, none came for 32 bit times.</summary>
    public bool RTMIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 6)) != 0;
    }

    /// <summary>Interrupting: framing error.</summary>
    public bool FEMIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 7)) != 0;
    }

    /// <summary>Interrupting: parity error.</summary>
    public bool PEMIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 8)) != 0;
    }

    /// <summary>Interrupting: break.</summary>
    public bool BEMIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 9)) != 0;
    }

    /// <summary>Interrupting: overrun.</summary>
    public bool OEMIS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 10)) != 0;
    }
}
