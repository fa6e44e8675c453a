// A collection into which threads put items, and from which they take them.

using System.Collections.Generic;

namespace System.Collections.Concurrent;

public interface IProducerConsumerCollection<T> : IEnumerable<T>, ICollection
{
    void CopyTo(T[] array, int index);

    bool TryAdd(T item);

    bool TryTake([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item);

    T[] ToArray();
}
