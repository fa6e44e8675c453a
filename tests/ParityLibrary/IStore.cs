using System.Collections.Generic;

namespace RustKernel.ParityLibrary;

/// <summary>A store of anything by name.</summary>
public interface IStore<TKey>
    where TKey : notnull
{
    /// <summary>The value of a key.</summary>
    TValue? Get<TValue>(TKey key);

    /// <summary>All of a kind, found through <see cref="Get"/> unless the store has a better way.</summary>
    IEnumerable<TValue?> GetAll<TValue>(IEnumerable<TKey> keys)
    {
        foreach (TKey key in keys)
        {
            yield return Get<TValue>(key);
        }
    }
}
