// The layout of AUX_ENABLES; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.MiniUart;

/// <summary>AUX_ENABLES, which of the auxiliary devices are on; one register for the mini-UART and two SPI masters; offset 0x004, 32 bits, read and write. [BCM2711, Auxiliaries, AUX_ENABLES; BCM2835-ERRATA]</summary>
public readonly struct AUX_ENABLES : IRegister32<AUX_ENABLES>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AUX_ENABLES(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x004;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AUX_ENABLES FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(AUX_ENABLES value) => value._bits;

    /// <summary>The mini-UART is on; off, its registers cannot be reached.</summary>
    public bool MiniUartEnable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 0)) != 0;
    }

    /// <summary>With MiniUartEnable as given: the mini-UART is on; off, its registers cannot be reached.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_ENABLES WithMiniUartEnable(bool value) => new(value ? _bits | (1u << 0) : _bits & ~(1u << 0));
}
