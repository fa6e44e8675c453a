// The layout of UARTFR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.Pl011;

/// <summary>UARTFR, flag register; offset 0x018, 32 bits, read-only. [DDI0183 3.3, Flag Register]</summary>
public readonly struct UARTFR : IRegister32<UARTFR>, IReadable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UARTFR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x018;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UARTFR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(UARTFR value) => value._bits;

    /// <summary>The clear-to-send input is asserted.</summary>
    public bool CTS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 0)) != 0;
    }

    /// <summary>A character is being sent, or the transmit FIFO is not empty.</summary>
    public bool BUSY
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 3)) != 0;
    }

    /// <summary>Receive FIFO empty.</summary>
    public bool RXFE
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 4)) != 0;
    }

    /// <summary>Transmit FIFO full.</summary>
    public bool TXFF
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 5)) != 0;
    }

    /// <summary>Receive FIFO full.</summary>
    public bool RXFF
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 6)) != 0;
    }

    /// <summary>Transmit FIFO empty.</summary>
    public bool TXFE
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 7)) != 0;
    }
}
