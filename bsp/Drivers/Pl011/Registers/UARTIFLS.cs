// The layout of UARTIFLS; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.Pl011;

/// <summary>UARTIFLS, FIFO levels that raise interrupts; offset 0x034, 32 bits, read and write. [DDI0183 3.3, Interrupt FIFO Level Select Register]</summary>
public readonly struct UARTIFLS : IRegister32<UARTIFLS>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UARTIFLS(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x034;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UARTIFLS FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(UARTIFLS value) => value._bits;

    /// <summary>Transmit level: 0 is 1/8 full, 1 is 1/4, 2 is 1/2, 3 is 3/4, 4 is 7/8.</summary>
    public uint TXIFLSEL
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits & 0x7;
    }

    /// <summary>With TXIFLSEL as given (0 to 7): transmit level: 0 is 1/8 full, 1 is 1/4, 2 is 1/2, 3 is 3/4, 4 is 7/8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTIFLS WithTXIFLSEL(uint value) => new((_bits & ~(0x7u)) | (value & 0x7));

    /// <summary>Receive level, same steps.</summary>
    public uint RXIFLSEL
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits >> 3) & 0x7;
    }

    /// <summary>With RXIFLSEL as given (0 to 7): receive level, same steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTIFLS WithRXIFLSEL(uint value) => new((_bits & ~(0x7u << 3)) | ((value & 0x7) << 3));
}
