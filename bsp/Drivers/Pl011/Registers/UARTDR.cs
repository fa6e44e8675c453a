// The layout of UARTDR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.Pl011;

/// <summary>UARTDR, data register: reading takes the oldest received character, writing queues one to send; offset 0x000, 32 bits, read with effect, write. [DDI0183 3.3, Data Register]</summary>
public readonly struct UARTDR : IRegister32<UARTDR>, IConsumedByRead, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UARTDR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x000;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UARTDR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(UARTDR value) => value._bits;

    /// <summary>The character.</summary>
    public uint DATA
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits & 0xFF;
    }

    /// <summary>With DATA as given (0 to 255): the character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTDR WithDATA(uint value) => new((_bits & ~(0xFFu)) | (value & 0xFF));

    /// <summary>Framing error: no valid stop bit.</summary>
    public bool FE
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 8)) != 0;
    }

    /// <summary>With FE as given: framing error: no valid stop bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTDR WithFE(bool value) => new(value ? _bits | (1u << 8) : _bits & ~(1u << 8));

    /// <summary>Parity error.</summary>
    public bool PE
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 9)) != 0;
    }

    /// <summary>With PE as given: parity error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTDR WithPE(bool value) => new(value ? _bits | (1u << 9) : _bits & ~(1u << 9));

    /// <summary>Break: the line was held low for longer than a character.</summary>
    public bool BE
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 10)) != 0;
    }

    /// <summary>With BE as given: break: the line was held low for longer than a character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTDR WithBE(bool value) => new(value ? _bits | (1u << 10) : _bits & ~(1u << 10));

    /// <summary>Overrun: the receive FIFO was full, later characters were lost; this one is sound.</summary>
    public bool OE
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 11)) != 0;
    }

    /// <summary>With OE as given: overrun: the receive FIFO was full, later characters were lost; this one is sound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTDR WithOE(bool value) => new(value ? _bits | (1u << 11) : _bits & ~(1u << 11));
}
