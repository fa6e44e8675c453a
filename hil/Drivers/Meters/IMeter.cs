// The protocol of a current sensor.

using System;

namespace RustKernel.Hil.Drivers.Meters;

/// <summary>A sensor in a board's supply.</summary>
public interface IMeter : IDisposable
{
    /// <summary>Measures once.</summary>
    /// <returns>Amperes, and volts at the board's side.</returns>
    /// <exception cref="InfrastructureException">It does not answer.</exception>
    (double Amperes, double Volts) Read();
}
