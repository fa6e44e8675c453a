// The layout of MAIL1_STATUS; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmMailbox;

/// <summary>MAIL1_STATUS, state of mailbox 1; offset 0x038, 32 bits, read-only. [BCM2711, ARM mailboxes; RPI-FW, Mailboxes]</summary>
public readonly struct MAIL1_STATUS : IRegister32<MAIL1_STATUS>, IReadable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private MAIL1_STATUS(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x038;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MAIL1_STATUS FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(MAIL1_STATUS value) => value._bits;

    /// <summary>It takes no further message now.</summary>
    public bool Full
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 31)) != 0;
    }
}
