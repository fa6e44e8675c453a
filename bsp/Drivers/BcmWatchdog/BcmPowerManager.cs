// The BCM2835's watchdog, which also resets the machine and switches it off.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.BcmWatchdog;

namespace RustKernel.Drivers.BcmWatchdog;

/// <summary>
/// The power-management block of a BCM2835 and its descendants, as Linux's driver describes it; the
/// manual leaves it out. A reset is a watchdog that runs out at once; power-off is a reset that asks
/// the boot ROM for partition 63, which means "halt".
/// </summary>
/// <typeparam name="TBus">The device's register window.</typeparam>
public readonly struct BcmPowerManager<TBus>
    where TBus : struct, IRegisterBus
{
    /// <summary>Watchdog counts a second.</summary>
    public const uint CountsPerSecond = 65536;

    /// <summary>Longest watchdog time in counts, a bit less than 16 seconds.</summary>
    public const uint LongestCounts = 0xF_FFFF;

    /// <summary>Reads while waiting for a reset, which comes within a millisecond.</summary>
    public const uint PollLimit = 1u << 22;

    private const uint Password = 0x5A;
    private const uint FullReset = 2;
    private const uint NoReset = 0;
    private const uint PartitionBits = 0x555;
    private const uint HaltPartition = 0x555;
    private const uint SoonCounts = 10;

    private readonly RegisterBlock<TBus> _registers;

    /// <summary>The block behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BcmPowerManager(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    /// <summary>True while the watchdog will reset the machine.</summary>
    public bool IsArmed => _registers.Read<PM_RSTC>().WRCFG == FullReset;

    /// <summary>Counts left until the watchdog resets the machine; meaningful while armed.</summary>
    public uint RemainingCounts => _registers.Read<PM_WDOG>().TIME;

    /// <summary>
    /// Sets the remaining time, <paramref name="counts"/> (1 to <see cref="LongestCounts"/>), armed
    /// or not. QEMU's counter does not run.
    /// </summary>
    /// <returns><see cref="ErrorCode.InvalidArgument"/> outside the range.</returns>
    public ErrorCode SetTime(uint counts)
    {
        if (counts is 0 or > LongestCounts)
        {
            return ErrorCode.InvalidArgument;
        }

        _registers.Write(default(PM_WDOG).WithPASSWD(Password).WithTIME(counts));
        return ErrorCode.None;
    }

    /// <summary>
    /// Arms the watchdog, or feeds it: it resets the machine when <paramref name="counts"/> (1 to
    /// <see cref="LongestCounts"/>) have passed. QEMU resets at once.
    /// </summary>
    /// <returns><see cref="ErrorCode.InvalidArgument"/> outside the range.</returns>
    public ErrorCode Arm(uint counts)
    {
        ErrorCode error = SetTime(counts);
        if (error != ErrorCode.None)
        {
            return error;
        }

        _registers.Write(_registers.Read<PM_RSTC>().WithPASSWD(Password).WithWRCFG(FullReset));
        return ErrorCode.None;
    }

    /// <summary>Stops the watchdog.</summary>
    public void Disarm() => _registers.Write(_registers.Read<PM_RSTC>().WithPASSWD(Password).WithWRCFG(NoReset));

    /// <summary>
    /// Restarts the machine from the default boot partition. Returns only when that fails: <see cref="ErrorCode.TimedOut"/>.
    /// </summary>
    public ErrorCode Restart() => ResetInto(0);

    /// <summary>
    /// Switches the machine off: it resets and the boot ROM stops. Returns only when that fails: <see cref="ErrorCode.TimedOut"/>.
    /// </summary>
    public ErrorCode PowerOff() => ResetInto(HaltPartition);

    private ErrorCode ResetInto(uint partitionBits)
    {
        uint others = _registers.Read<PM_RSTS>().Bits & ~PartitionBits;
        _registers.Write(PM_RSTS.Of(others | partitionBits).WithPASSWD(Password));
        ErrorCode error = Arm(SoonCounts);
        for (uint poll = 0; poll < PollLimit && error == ErrorCode.None; poll++)
        {
            _ = _registers.Read<PM_WDOG>();
        }

        return error != ErrorCode.None ? error : ErrorCode.TimedOut;
    }
}
