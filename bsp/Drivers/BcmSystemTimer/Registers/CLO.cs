// The layout of CLO; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmSystemTimer;

/// <summary>CLO, lower half of the counter; offset 0x004, 32 bits, read-only. [BCM2711, System timer, CLO]</summary>
public readonly struct CLO : IRegister32<CLO>, IReadable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CLO(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x004;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CLO FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(CLO value) => value._bits;

    /// <summary>Microseconds, bits 31:0.</summary>
    public uint CNT
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }
}
