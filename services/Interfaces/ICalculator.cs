// The example of docs/SERVICES.md as its clients see it.

namespace RustKernel.Services;

/// <summary>Adds and divides.</summary>
[Service(7)]
public interface ICalculator
{
    /// <summary>The sum, which wraps around.</summary>
    [Operation(1)]
    Result<ulong> Add(ulong a, ulong b);

    /// <summary>The quotient. A division by zero has none: it ends the service.</summary>
    [Operation(2)]
    Result<ulong> Divide(ulong a, ulong b);
}
