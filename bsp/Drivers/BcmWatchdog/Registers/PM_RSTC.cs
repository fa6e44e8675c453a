// The layout of PM_RSTC; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmWatchdog;

/// <summary>PM_RSTC, reset control; offset 0x01C, 32 bits, read and write. [LINUX, drivers/watchdog/bcm2835_wdt.c, PM_RSTC]</summary>
public readonly struct PM_RSTC : IRegister32<PM_RSTC>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PM_RSTC(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x01C;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PM_RSTC FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(PM_RSTC value) => value._bits;

    /// <summary>What the watchdog does: 2 is a full reset.</summary>
    public uint WRCFG
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits >> 4) & 0x3;
    }

    /// <summary>With WRCFG as given (0 to 3): what the watchdog does: 2 is a full reset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PM_RSTC WithWRCFG(uint value) => new((_bits & ~(0x3u << 4)) | ((value & 0x3) << 4));

    /// <summary>0x5A, or the write is ignored; reads as zero.</summary>
    public uint PASSWD
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits >> 24) & 0xFF;
    }

    /// <summary>With PASSWD as given (0 to 255): 0x5A, or the write is ignored; reads as zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PM_RSTC WithPASSWD(uint value) => new((_bits & ~(0xFFu << 24)) | ((value & 0xFF) << 24));
}
