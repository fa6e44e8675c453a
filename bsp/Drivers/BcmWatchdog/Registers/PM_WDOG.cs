// The layout of PM_WDOG; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmWatchdog;

/// <summary>PM_WDOG, watchdog counter, 65536 counts a second, downwards; offset 0x024, 32 bits, read and write. [LINUX, drivers/watchdog/bcm2835_wdt.c, PM_WDOG]</summary>
public readonly struct PM_WDOG : IRegister32<PM_WDOG>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PM_WDOG(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x024;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PM_WDOG FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(PM_WDOG value) => value._bits;

    /// <summary>Counts left.</summary>
    public uint TIME
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits & 0xFFFFF;
    }

    /// <summary>With TIME as given (0 to 0xfffff): counts left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PM_WDOG WithTIME(uint value) => new((_bits & ~(0xFFFFFu)) | (value & 0xFFFFF));

    /// <summary>0x5A, or the write is ignored; reads as zero.</summary>
    public uint PASSWD
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits >> 24) & 0xFF;
    }

    /// <summary>With PASSWD as given (0 to 255): 0x5A, or the write is ignored; reads as zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PM_WDOG WithPASSWD(uint value) => new((_bits & ~(0xFFu << 24)) | ((value & 0xFF) << 24));
}
