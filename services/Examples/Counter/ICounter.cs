// The operations for clients. Their class, CounterClient, and the service's CounterDispatcher are generated from it.

namespace RustKernel.Services.Counter;

/// <summary>Numbers by name.</summary>
[Service(901)]
public interface ICounter
{
    /// <summary>Adds to a number, which begins at 0; returns the sum.</summary>
    [Operation(1)]
    Result<ulong> Add(string name, ulong amount);

    /// <summary>The number; NotFound if nothing was ever added to it.</summary>
    [Operation(2)]
    Result<ulong> Get(string name);
}
