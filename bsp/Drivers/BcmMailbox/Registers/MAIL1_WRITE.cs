// The layout of MAIL1_WRITE; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmMailbox;

/// <summary>MAIL1_WRITE, mailbox 1, to the firmware; offset 0x020, 32 bits, write-only. [BCM2711, ARM mailboxes; RPI-FW, Mailboxes]</summary>
public readonly struct MAIL1_WRITE : IRegister32<MAIL1_WRITE>, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private MAIL1_WRITE(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x020;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MAIL1_WRITE FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(MAIL1_WRITE value) => value._bits;

    /// <summary>A 16-byte aligned bus address, the channel in bits 3:0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MAIL1_WRITE Of(uint value) => new(value);
}
