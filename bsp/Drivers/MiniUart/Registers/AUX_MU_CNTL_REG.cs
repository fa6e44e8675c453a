// The layout of AUX_MU_CNTL_REG; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.MiniUart;

/// <summary>AUX_MU_CNTL_REG, extra control; offset 0x060, 32 bits, read and write. [BCM2711, Auxiliaries, AUX_MU_CNTL_REG; BCM2835-ERRATA]</summary>
public readonly struct AUX_MU_CNTL_REG : IRegister32<AUX_MU_CNTL_REG>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AUX_MU_CNTL_REG(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x060;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AUX_MU_CNTL_REG FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(AUX_MU_CNTL_REG value) => value._bits;

    /// <summary>The receiver is on.</summary>
    public bool ReceiverEnable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 0)) != 0;
    }

    /// <summary>With ReceiverEnable as given: the receiver is on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_MU_CNTL_REG WithReceiverEnable(bool value) => new(value ? _bits | (1u << 0) : _bits & ~(1u << 0));

    /// <summary>The transmitter is on.</summary>
    public bool TransmitterEnable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 1)) != 0;
    }

    /// <summary>With TransmitterEnable as given: the transmitter is on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_MU_CNTL_REG WithTransmitterEnable(bool value) => new(value ? _bits | (1u << 1) : _bits & ~(1u << 1));
}
