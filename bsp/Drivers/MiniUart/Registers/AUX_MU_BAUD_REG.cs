// The layout of AUX_MU_BAUD_REG; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.MiniUart;

/// <summary>AUX_MU_BAUD_REG, baud rate: system clock / (8 · (this + 1)); offset 0x068, 32 bits, read and write. [BCM2711, Auxiliaries, AUX_MU_BAUD_REG; BCM2835-ERRATA]</summary>
public readonly struct AUX_MU_BAUD_REG : IRegister32<AUX_MU_BAUD_REG>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AUX_MU_BAUD_REG(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x068;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AUX_MU_BAUD_REG FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(AUX_MU_BAUD_REG value) => value._bits;

    /// <summary>The counter.</summary>
    public uint Baudrate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits & 0xFFFF;
    }

    /// <summary>With Baudrate as given (0 to 65535): the counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_MU_BAUD_REG WithBaudrate(uint value) => new((_bits & ~(0xFFFFu)) | (value & 0xFFFF));
}
