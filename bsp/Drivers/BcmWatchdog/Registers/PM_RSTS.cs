// The layout of PM_RSTS; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmWatchdog;

/// <summary>PM_RSTS, reset status, kept over a reset: tells the boot ROM which partition to boot from; offset 0x020, 32 bits, read and write. [LINUX, drivers/watchdog/bcm2835_wdt.c, PM_RSTS]</summary>
public readonly struct PM_RSTS : IRegister32<PM_RSTS>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PM_RSTS(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x020;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PM_RSTS FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(PM_RSTS value) => value._bits;

    /// <summary>The whole register; the partition number in bits 0, 2, 4, 6, 8 and 10.</summary>
    public uint Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>The whole register; the partition number in bits 0, 2, 4, 6, 8 and 10.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PM_RSTS Of(uint value) => new(value);

    /// <summary>0x5A, or the write is ignored; reads as zero.</summary>
    public uint PASSWD
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits >> 24) & 0xFF;
    }

    /// <summary>With PASSWD as given (0 to 255): 0x5A, or the write is ignored; reads as zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PM_RSTS WithPASSWD(uint value) => new((_bits & ~(0xFFu << 24)) | ((value & 0xFF) << 24));
}
