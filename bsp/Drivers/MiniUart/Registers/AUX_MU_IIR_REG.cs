// The layout of AUX_MU_IIR_REG; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.MiniUart;

/// <summary>AUX_MU_IIR_REG, FIFO clear (reading, it tells the interrupt); offset 0x048, 32 bits, write-only. [BCM2711, Auxiliaries, AUX_MU_IIR_REG; BCM2835-ERRATA]</summary>
public readonly struct AUX_MU_IIR_REG : IRegister32<AUX_MU_IIR_REG>, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AUX_MU_IIR_REG(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x048;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AUX_MU_IIR_REG FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(AUX_MU_IIR_REG value) => value._bits;

    /// <summary>With ClearReceive as given: empties the receive FIFO.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_MU_IIR_REG WithClearReceive(bool value) => new(value ? _bits | (1u << 1) : _bits & ~(1u << 1));

    /// <summary>With ClearTransmit as given: empties the transmit FIFO.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_MU_IIR_REG WithClearTransmit(bool value) => new(value ? _bits | (1u << 2) : _bits & ~(1u << 2));
}
