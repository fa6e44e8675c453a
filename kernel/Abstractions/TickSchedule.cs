// When the next periodic tick is due. Pure arithmetic; each CPU has one.

using System.Runtime.CompilerServices;
using System.Threading;

namespace RustKernel;

/// <summary>
/// A periodic tick without drift: tick n is due at exactly <c>start + floor(n · frequency / rate)</c>, however late its interrupt is
/// taken. The due time only advances by periods and is never reset from the clock; where the frequency is no multiple of the rate, the
/// fraction is carried along.
/// </summary>
public struct TickSchedule
{
    private readonly ulong _frequencyHz;
    private readonly ulong _period;
    private readonly uint _remainder;
    private readonly uint _rateHz;
    private uint _carried;
    private ulong _due;
    private ulong _ticks;
    private ulong _missed;

    private TickSchedule(ulong startCounter, ulong frequencyHz, uint rateHz)
    {
        _frequencyHz = frequencyHz;
        _rateHz = rateHz;
        _period = frequencyHz / rateHz;
        _remainder = (uint)(frequencyHz % rateHz);
        _carried = _remainder;
        _due = startCounter + _period;
    }

    /// <summary>Counter value at which the next tick is due: the timer's compare value.</summary>
    public readonly ulong DueCounter => _due;

    /// <summary>Counter ticks from one tick to the next, without the fraction.</summary>
    public readonly ulong Period => _period;

    /// <summary>Ticks that have passed, including those taken late.</summary>
    public readonly ulong Ticks => _ticks;

    /// <summary><see cref="Ticks"/> as another CPU reads it; the schedule's own CPU does not wait for that.</summary>
    public ulong ObserveTicks() => Volatile.Read(ref _ticks);

    /// <summary>True when all ticks are the same whole number of counter ticks apart.</summary>
    public readonly bool HasWholePeriod => _remainder == 0;

    /// <summary>The ticks among them whose own interrupt never came, because the next was already due.</summary>
    public readonly ulong Missed => _missed;

    /// <summary>A schedule whose first tick is one period after <paramref name="startCounter"/>.</summary>
    /// <param name="startCounter">Counter value from which the ticks are counted.</param>
    /// <param name="frequencyHz">The counter's frequency, <paramref name="rateHz"/> to 2^32 Hz.</param>
    /// <param name="rateHz">Ticks a second, 1 to 10,000.</param>
    /// <returns><see cref="ErrorCode.InvalidArgument"/> outside these ranges.</returns>
    public static Result<TickSchedule> Create(ulong startCounter, ulong frequencyHz, uint rateHz)
    {
        if (rateHz is 0 or > 10_000 || frequencyHz < rateHz || frequencyHz > 1ul << 32)
        {
            return ErrorCode.InvalidArgument;
        }

        return new TickSchedule(startCounter, frequencyHz, rateHz);
    }

    /// <summary>
    /// Takes the ticks that are due at <paramref name="nowCounter"/> and moves
    /// <see cref="DueCounter"/> past it, in constant time.
    /// </summary>
    /// <returns>
    /// The number of ticks: usually 1, 0 when called too early, more when interrupts were masked for long.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Advance(ulong nowCounter)
    {
        if (nowCounter < _due)
        {
            return 0;
        }

        if (nowCounter - _due >= _period)
        {
            return CatchUp(nowCounter);
        }

        _due += _period;
        if (_remainder != 0)
        {
            Carry();
        }

        _ticks++;
        return 1;
    }

    // Most counters divide by the rate, so an ordinary tick does not get here.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Carry()
    {
        _carried += _remainder;
        if (_carried >= _rateHz)
        {
            _carried -= _rateHz;
            _due++;
        }
    }

    /// <summary>
    /// With c the carried fraction (in 1/rate of a counter tick), the j-th tick after the due one
    /// comes floor((c + j·f) / rate) later. The largest j that is not later than e is floor(((e +
    /// 1)·rate - 1 - c) / f). Whole seconds, which are rate ticks and do not change c, are taken
    /// off first, so that nothing overflows.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong CatchUp(ulong nowCounter)
    {
        ulong behind = nowCounter - _due;
        ulong seconds = behind / _frequencyHz;
        behind -= seconds * _frequencyHz;
        ulong further = ((((behind + 1) * _rateHz) - 1) - _carried) / _frequencyHz;
        ulong fraction = _carried + ((further + 1) * _frequencyHz);
        _due += (seconds * _frequencyHz) + (fraction / _rateHz);
        _carried = (uint)(fraction % _rateHz);
        ulong missed = (seconds * _rateHz) + further;
        _ticks += missed + 1;
        _missed += missed;
        return missed + 1;
    }
}
