// The layout of AUX_MU_IO_REG; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.MiniUart;

/// <summary>AUX_MU_IO_REG, data: reading takes the oldest received character, writing queues one to send; offset 0x040, 32 bits, read with effect, write. [BCM2711, Auxiliaries, AUX_MU_IO_REG; BCM2835-ERRATA]</summary>
public readonly struct AUX_MU_IO_REG : IRegister32<AUX_MU_IO_REG>, IConsumedByRead, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AUX_MU_IO_REG(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x040;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AUX_MU_IO_REG FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(AUX_MU_IO_REG value) => value._bits;

    /// <summary>The character.</summary>
    public uint Data
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits & 0xFF;
    }

    /// <summary>With Data as given (0 to 255): the character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_MU_IO_REG WithData(uint value) => new((_bits & ~(0xFFu)) | (value & 0xFF));
}
