// Things with an order that are only read.

namespace System.Collections.Generic;

public interface IReadOnlyList<out T> : IReadOnlyCollection<T>
{
    T this[int index] { get; }
}
