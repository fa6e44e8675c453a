// The PL031, a clock that keeps running while the machine is off. It counts seconds from a value that software sets.

using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.Pl031;

namespace RustKernel.Drivers.Pl031;

/// <summary>Reads the clock.</summary>
/// <typeparam name="TBus">The device's register window.</typeparam>
/// <param name="bus">The device's register window.</param>
public readonly struct Pl031Clock<TBus>(TBus bus)
    where TBus : struct, IRegisterBus
{
    /// <summary>Bytes of the registers that this reads.</summary>
    public const uint RegisterBytes = 0x10;

    private readonly RegisterBlock<TBus> _registers = new(bus);

    /// <summary>The Unix time in seconds, as firmware and QEMU set it. InvalidState: it does not run, or was never set.</summary>
    public Result<uint> ReadSeconds()
    {
        uint seconds = _registers.Read<RTCDR>().Seconds;
        return _registers.Read<RTCCR>().Start && seconds != 0 ? seconds : ErrorCode.InvalidState;
    }
}
