// The layout of MAIL0_STATUS; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmMailbox;

/// <summary>MAIL0_STATUS, state of mailbox 0; offset 0x018, 32 bits, read-only. [BCM2711, ARM mailboxes; RPI-FW, Mailboxes]</summary>
public readonly struct MAIL0_STATUS : IRegister32<MAIL0_STATUS>, IReadable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private MAIL0_STATUS(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x018;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MAIL0_STATUS FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(MAIL0_STATUS value) => value._bits;

    /// <summary>No message waits.</summary>
    public bool Empty
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 30)) != 0;
    }
}
