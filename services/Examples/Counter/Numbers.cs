// What the service does, without its interface: tests/Counter.Tests compiles it for the host.

using System.Collections.Generic;

namespace RustKernel.Services.Counter;

/// <summary>Numbers by name, which begin with 0. For one thread.</summary>
internal sealed class Numbers
{
    private readonly Dictionary<string, ulong> _values = [];

    /// <summary>Adds to a number, which wraps around; returns the sum.</summary>
    public ulong Add(string name, ulong amount)
    {
        _values.TryGetValue(name, out ulong value);
        return _values[name] = value + amount;
    }

    /// <summary>False if nothing was ever added.</summary>
    public bool TryGet(string name, out ulong value) => _values.TryGetValue(name, out value);
}
