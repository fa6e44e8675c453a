// The layout of MAIL0_READ; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmMailbox;

/// <summary>MAIL0_READ, mailbox 0, from the firmware: reading takes the oldest message; offset 0x000, 32 bits, read with effect. [BCM2711, ARM mailboxes; RPI-FW, Mailboxes]</summary>
public readonly struct MAIL0_READ : IRegister32<MAIL0_READ>, IConsumedByRead
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private MAIL0_READ(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x000;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MAIL0_READ FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(MAIL0_READ value) => value._bits;

    /// <summary>A bus address, the channel in bits 3:0.</summary>
    public uint Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }
}
