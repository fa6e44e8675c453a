// The layout of UARTLCR_H; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.Pl011;

/// <summary>UARTLCR_H, line control: frame format and FIFOs; its write also latches the baud-rate divisor; offset 0x02C, 32 bits, read and write. [DDI0183 3.3, Line Control Register]</summary>
public readonly struct UARTLCR_H : IRegister32<UARTLCR_H>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UARTLCR_H(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x02C;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UARTLCR_H FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(UARTLCR_H value) => value._bits;

    /// <summary>Hold the output low (break).</summary>
    public bool BRK
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 0)) != 0;
    }

    /// <summary>With BRK as given: hold the output low (break).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTLCR_H WithBRK(bool value) => new(value ? _bits | (1u << 0) : _bits & ~(1u << 0));

    /// <summary>Send and check a parity bit.</summary>
    public bool PEN
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 1)) != 0;
    }

    /// <summary>With PEN as given: send and check a parity bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTLCR_H WithPEN(bool value) => new(value ? _bits | (1u << 1) : _bits & ~(1u << 1));

    /// <summary>Even parity.</summary>
    public bool EPS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 2)) != 0;
    }

    /// <summary>With EPS as given: even parity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTLCR_H WithEPS(bool value) => new(value ? _bits | (1u << 2) : _bits & ~(1u << 2));

    /// <summary>Two stop bits.</summary>
    public bool STP2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 3)) != 0;
    }

    /// <summary>With STP2 as given: two stop bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTLCR_H WithSTP2(bool value) => new(value ? _bits | (1u << 3) : _bits & ~(1u << 3));

    /// <summary>FIFOs enabled; clearing it empties them.</summary>
    public bool FEN
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 4)) != 0;
    }

    /// <summary>With FEN as given: fIFOs enabled; clearing it empties them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTLCR_H WithFEN(bool value) => new(value ? _bits | (1u << 4) : _bits & ~(1u << 4));

    /// <summary>Data bits less 5: 3 is eight bits.</summary>
    public uint WLEN
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits >> 5) & 0x3;
    }

    /// <summary>With WLEN as given (0 to 3): data bits less 5: 3 is eight bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTLCR_H WithWLEN(uint value) => new((_bits & ~(0x3u << 5)) | ((value & 0x3) << 5));

    /// <summary>Stick parity.</summary>
    public bool SPS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 7)) != 0;
    }

    /// <summary>With SPS as given: stick parity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTLCR_H WithSPS(bool value) => new(value ? _bits | (1u << 7) : _bits & ~(1u << 7));
}
