// The layout of AUX_MU_LCR_REG; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.MiniUart;

/// <summary>AUX_MU_LCR_REG, line control; offset 0x04C, 32 bits, read and write. [BCM2711, Auxiliaries, AUX_MU_LCR_REG; BCM2835-ERRATA]</summary>
public readonly struct AUX_MU_LCR_REG : IRegister32<AUX_MU_LCR_REG>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AUX_MU_LCR_REG(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x04C;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AUX_MU_LCR_REG FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(AUX_MU_LCR_REG value) => value._bits;

    /// <summary>3 is eight bits, 0 is seven; the document knows bit 0 only.</summary>
    public uint DataSize
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits & 0x3;
    }

    /// <summary>With DataSize as given (0 to 3): 3 is eight bits, 0 is seven; the document knows bit 0 only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_MU_LCR_REG WithDataSize(uint value) => new((_bits & ~(0x3u)) | (value & 0x3));

    /// <summary>Hold the output low.</summary>
    public bool Break
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 6)) != 0;
    }

    /// <summary>With Break as given: hold the output low.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AUX_MU_LCR_REG WithBreak(bool value) => new(value ? _bits | (1u << 6) : _bits & ~(1u << 6));
}
