// A switch that is opened when it is first used.

using System;
using System.Threading;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>Opens the hardware at the first act, so that a failure counts as that act's and its deadline applies.</summary>
internal sealed class LazyPower : IPower
{
    private readonly Lazy<IPower> _power;

    /// <summary>A switch that <paramref name="make"/> makes.</summary>
    public LazyPower(Func<IPower> make) => _power = new Lazy<IPower>(make, LazyThreadSafetyMode.None);

    /// <inheritdoc/>
    public void On(CancellationToken deadline) => _power.Value.On(deadline);

    /// <inheritdoc/>
    public void Off(CancellationToken deadline) => _power.Value.Off(deadline);

    /// <inheritdoc/>
    public PowerState Status(CancellationToken deadline) => _power.Value.Status(deadline);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_power.IsValueCreated)
        {
            _power.Value.Dispose();
        }
    }
}
