using System.Collections.Generic;

namespace RustKernel.ParityLibrary;

/// <summary>In memory.</summary>
public class MemoryStore<TKey> : IStore<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, object> _values = [];

    /// <summary>Keeps a value.</summary>
    public void Put<TValue>(TKey key, TValue value)
        where TValue : notnull => _values[key] = value;

    /// <inheritdoc/>
    public virtual TValue? Get<TValue>(TKey key) => _values.TryGetValue(key, out object? found) && found is TValue value ? value : default;
}
