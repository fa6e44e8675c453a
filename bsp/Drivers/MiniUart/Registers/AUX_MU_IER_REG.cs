// The layout of AUX_MU_IER_REG; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.MiniUart;

/// <summary>AUX_MU_IER_REG, interrupt enables; offset 0x044, 32 bits, read and write. [BCM2711, Auxiliaries, AUX_MU_IER_REG; BCM2835-ERRATA]</summary>
public readonly struct AUX_MU_IER_REG : IRegister32<AUX_MU_IER_REG>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AUX_MU_IER_REG(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x044;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AUX_MU_IER_REG FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(AUX_MU_IER_REG value) => value._bits;

    /// <summary>Interrupt while a character waits.</summary>
    public bool ReceiveInterrupt
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 0)) != 0;
    }

    /// <summary>With ReceiveInterrupt as given: interrupt while a character waits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_MU_IER_REG WithReceiveInterrupt(bool value) => new(value ? _bits | (1u << 0) : _bits & ~(1u << 0));

    /// <summary>Interrupt while the transmit FIFO is empty.</summary>
    public bool TransmitInterrupt
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 1)) != 0;
    }

    /// <summary>With TransmitInterrupt as given: interrupt while the transmit FIFO is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_MU_IER_REG WithTransmitInterrupt(bool value) => new(value ? _bits | (1u << 1) : _bits & ~(1u << 1));

    /// <summary>Documented as unused, yet 3 is needed for receive interrupts to come.</summary>
    public uint Unnamed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits >> 2) & 0x3;
    }

    /// <summary>With Unnamed as given (0 to 3): documented as unused, yet 3 is needed for receive interrupts to come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_MU_IER_REG WithUnnamed(uint value) => new((_bits & ~(0x3u << 2)) | ((value & 0x3) << 2));
}
