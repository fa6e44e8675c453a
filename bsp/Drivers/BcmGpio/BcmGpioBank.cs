// The pins of a BCM2711: functions, resistors, levels. The board decides what each pin does.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.BcmGpio;

namespace RustKernel.Drivers.BcmGpio;

/// <summary>
/// The GPIO block of a BCM2711, or of a BCM2835. [BCM2711, General Purpose I/O; BCM2835, General Purpose I/O]
/// Functions and resistors are read, changed and written back: one CPU at a time. Every call returns
/// <see cref="ErrorCode.InvalidArgument"/> for a pin that does not exist.
/// </summary>
/// <typeparam name="TBus">The device's register window.</typeparam>
public readonly struct BcmGpioBank<TBus>
    where TBus : struct, IRegisterBus
{
    /// <summary>Pins are 0 to 57; a BCM2835 has four fewer.</summary>
    public const uint Pins = 58;

    // GPPUD and GPPUDCLK need 150 cycles of the pins' clock around the latter; a read takes more than one.
    private const int SettlingReads = 150;
    private const uint OlderPins = 54;

    private const uint PinsPerFunctionRegister = 10;
    private const uint PinsPerPullRegister = 16;

    private readonly RegisterBlock<TBus> _registers;
    private readonly bool _isOlder;

    /// <summary>
    /// The pins behind <paramref name="bus"/>; accesses nothing. <paramref name="isOlder"/>: a BCM2835's or BCM2837's, which sets its
    /// resistors differently.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BcmGpioBank(TBus bus, bool isOlder = false)
    {
        _registers = new RegisterBlock<TBus>(bus);
        _isOlder = isOlder;
    }

    private uint Count => _isOlder ? OlderPins : Pins;

    /// <summary>Sets a pin's function.</summary>
    public ErrorCode SetFunction(uint pin, BcmPinFunction function)
    {
        if (pin >= Count || (uint)function > 7)
        {
            return ErrorCode.InvalidArgument;
        }

        uint index = pin / PinsPerFunctionRegister;
        int shift = (int)(3 * (pin % PinsPerFunctionRegister));
        uint others = _registers.Read<GPFSEL>(index).Bits & ~(7u << shift);
        _registers.Write(index, GPFSEL.Of(others | ((uint)function << shift)));
        return ErrorCode.None;
    }

    /// <summary>A pin's function.</summary>
    public Result<BcmPinFunction> Function(uint pin)
    {
        if (pin >= Count)
        {
            return ErrorCode.InvalidArgument;
        }

        int shift = (int)(3 * (pin % PinsPerFunctionRegister));
        return (BcmPinFunction)((_registers.Read<GPFSEL>(pin / PinsPerFunctionRegister).Bits >> shift) & 7);
    }

    /// <summary>Sets a pin's resistor.</summary>
    public ErrorCode SetPull(uint pin, BcmPinPull pull)
    {
        if (pin >= Count || (uint)pull > (uint)BcmPinPull.Down)
        {
            return ErrorCode.InvalidArgument;
        }

        if (_isOlder)
        {
            SetOlderPull(pin, pull);
            return ErrorCode.None;
        }

        uint index = pin / PinsPerPullRegister;
        int shift = (int)(2 * (pin % PinsPerPullRegister));
        uint others = _registers.Read<GPIO_PUP_PDN_CNTRL>(index).Bits & ~(3u << shift);
        _registers.Write(index, GPIO_PUP_PDN_CNTRL.Of(others | ((uint)pull << shift)));
        return ErrorCode.None;
    }

    /// <summary>Drives an output high or low.</summary>
    public ErrorCode SetLevel(uint pin, bool high)
    {
        if (pin >= Count)
        {
            return ErrorCode.InvalidArgument;
        }

        uint bit = 1u << (int)(pin % 32);
        if (high)
        {
            _registers.Set(pin / 32, GPSET.Of(bit));
        }
        else
        {
            _registers.Clear(pin / 32, GPCLR.Of(bit));
        }

        return ErrorCode.None;
    }

    /// <summary>True when a pin is high.</summary>
    public Result<bool> Level(uint pin)
    {
        if (pin >= Count)
        {
            return ErrorCode.InvalidArgument;
        }

        return (_registers.Read<GPLEV>(pin / 32).Pins & (1u << (int)(pin % 32))) != 0;
    }

    // These two numbers are reversed. [BCM2835, General Purpose I/O, GPPUD]
    private void SetOlderPull(uint pin, BcmPinPull pull)
    {
        uint number = pull switch
        {
            BcmPinPull.Up => 2,
            BcmPinPull.Down => 1,
            _ => 0,
        };
        _registers.Write(default(GPPUD).WithPull(number));
        Settle();
        _registers.Write(pin / 32, GPPUDCLK.Of(1u << (int)(pin % 32)));
        Settle();
        _registers.Write(default(GPPUD));
        _registers.Write(pin / 32, GPPUDCLK.Of(0));
    }

    private void Settle()
    {
        for (int i = 0; i < SettlingReads; i++)
        {
            _ = _registers.Read<GPPUD>();
        }
    }
}
