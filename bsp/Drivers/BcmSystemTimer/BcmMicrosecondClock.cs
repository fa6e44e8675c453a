// The BCM2835's system timer as a clock. Its compare channels belong to the firmware and are not touched.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.BcmSystemTimer;

namespace RustKernel.Drivers.BcmSystemTimer;

/// <summary>
/// A free-running 64-bit count of microseconds, from its own crystal divider: an independent check
/// of the generic timer. [BCM2711, System timer]
/// </summary>
/// <typeparam name="TBus">The device's register window.</typeparam>
public readonly struct BcmMicrosecondClock<TBus>
    where TBus : struct, IRegisterBus
{
    /// <summary>The count's frequency in hertz.</summary>
    public const uint FrequencyHz = 1_000_000;

    /// <summary>The upper half changes every 71 minutes: two changes within this many reads mean that there is no clock.</summary>
    private const uint Attempts = 4;

    private readonly RegisterBlock<TBus> _registers;

    /// <summary>The clock behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BcmMicrosecondClock(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    /// <summary>
    /// Microseconds since power-on. The halves are two registers: the upper one is read again until
    /// it is the same before and after the lower one.
    /// </summary>
    /// <returns><see cref="ErrorCode.DeviceError"/> when it never does.</returns>
    public Result<ulong> ReadMicroseconds()
    {
        uint high = _registers.Read<CHI>().CNT;
        for (uint attempt = 0; attempt < Attempts; attempt++)
        {
            uint low = _registers.Read<CLO>().CNT;
            uint again = _registers.Read<CHI>().CNT;
            if (again == high)
            {
                return ((ulong)high << 32) | low;
            }

            high = again;
        }

        return ErrorCode.DeviceError;
    }
}
