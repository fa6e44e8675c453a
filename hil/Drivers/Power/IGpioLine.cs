// One digital output.

using System;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>An output line: of a GPIO chip of this machine, or of an adapter.</summary>
public interface IGpioLine : IDisposable
{
    /// <summary>The level that it drives; true is high, null unknown. Moves nothing.</summary>
    /// <exception cref="InfrastructureException">The line cannot be read.</exception>
    bool? Read();

    /// <summary>Drives it high or low.</summary>
    /// <exception cref="InfrastructureException">The line cannot be driven.</exception>
    void Write(bool high);
}
