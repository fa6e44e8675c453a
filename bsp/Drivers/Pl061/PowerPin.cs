using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Pl061;

/// <summary>
/// A pin of a PL061 whose level, or change of level, switches the supply off or resets the board.
/// [Linux bindings gpio-poweroff, gpio-restart]
/// </summary>
/// <typeparam name="TBus">The device's register window.</typeparam>
/// <typeparam name="TPause">The clock for waiting.</typeparam>
public readonly struct PowerPin<TBus, TPause>
    where TBus : struct, IRegisterBus
    where TPause : struct, IPause
{
    private readonly Pl061Pins<TBus> _pins;
    private readonly uint _pin;
    private readonly bool _isActiveLow;

    /// <summary>Pin <paramref name="pin"/> behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PowerPin(TBus bus, uint pin, bool isActiveLow)
    {
        _pins = new Pl061Pins<TBus>(bus);
        _pin = pin;
        _isActiveLow = isActiveLow;
    }

    /// <summary>
    /// Drives the pin active, inactive, and active again, so that boards that wait for a level, an edge or a pulse all see theirs;
    /// the times are milliseconds. Returns only when the machine did not end: <see cref="ErrorCode.TimedOut"/>, or
    /// <see cref="ErrorCode.InvalidArgument"/> when there is no such pin.
    /// </summary>
    public ErrorCode Strike(uint active, uint inactive, uint timeout)
    {
        if (_pins.Drive(_pin, !_isActiveLow) != ErrorCode.None)
        {
            return ErrorCode.InvalidArgument;
        }

        default(TPause).Milliseconds(active);
        _ = _pins.Drive(_pin, _isActiveLow);
        default(TPause).Milliseconds(inactive);
        _ = _pins.Drive(_pin, !_isActiveLow);
        default(TPause).Milliseconds(timeout);
        return ErrorCode.TimedOut;
    }
}
