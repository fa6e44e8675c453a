// As .NET's.

using System.Collections.Generic;

namespace System.Linq;

public interface IGrouping<out TKey, out TElement> : IEnumerable<TElement>
{
    TKey Key { get; }
}
