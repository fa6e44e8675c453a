// The layout of AUX_MU_MCR_REG; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.MiniUart;

/// <summary>AUX_MU_MCR_REG, modem control; offset 0x050, 32 bits, read and write. [BCM2711, Auxiliaries, AUX_MU_MCR_REG; BCM2835-ERRATA]</summary>
public readonly struct AUX_MU_MCR_REG : IRegister32<AUX_MU_MCR_REG>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AUX_MU_MCR_REG(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x050;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AUX_MU_MCR_REG FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(AUX_MU_MCR_REG value) => value._bits;

    /// <summary>0 asserts request-to-send.</summary>
    public bool RTS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 1)) != 0;
    }

    /// <summary>With RTS as given: 0 asserts request-to-send.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_MU_MCR_REG WithRTS(bool value) => new(value ? _bits | (1u << 1) : _bits & ~(1u << 1));
}
