// One key of an ordered sequence.

using System.Collections.Generic;

namespace System.Linq;

internal abstract class SortKey<TSource>
{
    /// <summary>Compares positions in <paramref name="items"/>, first as <paramref name="before"/> does.</summary>
    internal abstract IComparer<int> Over(TSource[] items, IComparer<int>? before);
}
