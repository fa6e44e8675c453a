using System.Collections.Generic;

namespace RustKernel.ParityLibrary;

/// <summary>A store of anything by name.</summary>
public interface IStore<TKey>
    where TKey : notnull
{
    /// <summary>What is kept.</summary>
    TValue? Get<TValue>(TKey key);

    /// <summary>All of a kind; found by <see cref="Get"/> unless the store has a better way.</summary>
    IEnumerable<TValue?> GetAll<TValue>(IEnumerable<TKey> keys)
    {
        foreach (TKey key in keys)
        {
            yield return Get<TValue>(key);
        }
    }
}
