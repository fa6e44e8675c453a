// The layout of UARTICR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.Pl011;

/// <summary>UARTICR, interrupt clear; offset 0x044, 32 bits, write 1 to clear. [DDI0183 3.3, Interrupt Clear Register]</summary>
public readonly struct UARTICR : IRegister32<UARTICR>, IWriteOneToClear
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UARTICR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x044;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UARTICR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(UARTICR value) => value._bits;

    /// <summary>Clear: receive FIFO at its level.</summary>
    public static UARTICR RXIC
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(1u << 4);
    }

    /// <summary>Clear: transmit FIFO at its level.</summary>
    public static UARTICR TXIC
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(1u << 5);
    }

    /// <summary>Clear: receive timeout: characters wait, none came for 32 bit times.</summary>
    public static UARTICR RTIC
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(1u << 6);
    }

    /// <summary>Clear: framing error.</summary>
    public static UARTICR FEIC
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(1u << 7);
    }

    /// <summary>Clear: parity error.</summary>
    public static UARTICR PEIC
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(1u << 8);
    }

    /// <summary>Clear: break.</summary>
    public static UARTICR BEIC
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(1u << 9);
    }

    /// <summary>Clear: overrun.</summary>
    public static UARTICR OEIC
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(1u << 10);
    }

    /// <summary>Both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UARTICR operator |(UARTICR left, UARTICR right) => new(left._bits | right._bits);
}
