// The pins of a PL061 as outputs. The board decides what each pin does.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.Pl061;

namespace RustKernel.Drivers.Pl061;

/// <summary>A PL061. [DDI0190] Directions are read, changed and written back: one CPU at a time.</summary>
/// <typeparam name="TBus">The device's register window.</typeparam>
public readonly struct Pl061Pins<TBus>
    where TBus : struct, IRegisterBus
{
    /// <summary>Pins are 0 to 7.</summary>
    public const uint Count = 8;

    private readonly RegisterBlock<TBus> _registers;

    /// <summary>The pins behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Pl061Pins(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    /// <summary>
    /// Makes a pin an output at the given level, without changing any other.
    /// <see cref="ErrorCode.InvalidArgument"/> when there is no such pin.
    /// </summary>
    public ErrorCode Drive(uint pin, bool isHigh)
    {
        if (pin >= Count)
        {
            return ErrorCode.InvalidArgument;
        }

        uint bit = 1u << (int)pin;
        _registers.Write(default(GPIOAFSEL).WithHardware(_registers.Read<GPIOAFSEL>().Hardware & ~bit));
        _registers.Write(default(GPIODIR).WithOutputs(_registers.Read<GPIODIR>().Outputs | bit));
        _registers.Write(bit, default(GPIODATA).WithPins(isHigh ? bit : 0)); // written to an input, it would be lost
        return ErrorCode.None;
    }
}
