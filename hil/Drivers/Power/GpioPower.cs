// A relay at a GPIO line.

using System;
using System.Threading;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>
/// Drives one line. When the process ends, the kernel releases the line, and the chip decides its level. Most chips keep it. Where it
/// matters, use a relay that is off at the line's idle level.
/// </summary>
public sealed class GpioPower : PowerSwitch
{
    private readonly IGpioLine _line;
    private readonly bool _isActiveLow;

    /// <summary>A switch at <paramref name="line"/>, which it owns.</summary>
    public GpioPower(EventLogWriter log, string name, IGpioLine line, bool isActiveLow, TimeSpan discharge)
        : base(log, name, discharge)
    {
        _line = line;
        _isActiveLow = isActiveLow;
    }

    /// <inheritdoc/>
    public override PowerState Status(CancellationToken deadline) =>
        _line.Read() is not { } level ? PowerState.Unknown : level != _isActiveLow ? PowerState.On : PowerState.Off;

    /// <inheritdoc/>
    protected override void Switch(bool on, CancellationToken deadline) => _line.Write(on != _isActiveLow);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _line.Dispose();
}
