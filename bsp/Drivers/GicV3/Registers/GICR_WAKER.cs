// The layout of GICR_WAKER; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICR_WAKER, power management; reads as zero and ignores writes in the Non-secure view of two security states; offset 0x014, 32 bits, read and write. [IHI0069, Redistributor register descriptions, GICR_WAKER]</summary>
public readonly struct GICR_WAKER : IRegister32<GICR_WAKER>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICR_WAKER(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x014;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_WAKER FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICR_WAKER value) => value._bits;

    /// <summary>The CPU may be asleep: interrupts are not forwarded.</summary>
    public bool ProcessorSleep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 1)) != 0;
    }

    /// <summary>With ProcessorSleep as given: the CPU may be asleep: interrupts are not forwarded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GICR_WAKER WithProcessorSleep(bool value) => new(value ? _bits | (1u << 1) : _bits & ~(1u << 1));

    /// <summary>The CPU interface is quiescent.</summary>
    public bool ChildrenAsleep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 2)) != 0;
    }
}
