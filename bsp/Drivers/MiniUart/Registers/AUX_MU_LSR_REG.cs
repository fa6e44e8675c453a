// The layout of AUX_MU_LSR_REG; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.MiniUart;

/// <summary>AUX_MU_LSR_REG, line status; reading clears the overrun flag; offset 0x054, 32 bits, read with effect. [BCM2711, Auxiliaries, AUX_MU_LSR_REG; BCM2835-ERRATA]</summary>
public readonly struct AUX_MU_LSR_REG : IRegister32<AUX_MU_LSR_REG>, IConsumedByRead
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AUX_MU_LSR_REG(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x054;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AUX_MU_LSR_REG FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(AUX_MU_LSR_REG value) => value._bits;

    /// <summary>A received character waits.</summary>
    public bool DataReady
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 0)) != 0;
    }

    /// <summary>Characters were lost since the last read.</summary>
    public bool ReceiverOverrun
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 1)) != 0;
    }

    /// <summary>The transmit FIFO takes at least one more character.</summary>
    public bool TransmitterEmpty
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 5)) != 0;
    }

    /// <summary>Everything has been sent, the last bit too.</summary>
    public bool TransmitterIdle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 6)) != 0;
    }
}
