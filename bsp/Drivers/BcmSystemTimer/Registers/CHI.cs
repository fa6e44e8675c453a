// The layout of CHI; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmSystemTimer;

/// <summary>CHI, upper half of the counter; offset 0x008, 32 bits, read-only. [BCM2711, System timer, CHI]</summary>
public readonly struct CHI : IRegister32<CHI>, IReadable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CHI(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x008;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CHI FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(CHI value) => value._bits;

    /// <summary>Microseconds, bits 63:32.</summary>
    public uint CNT
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }
}
