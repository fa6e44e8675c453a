// The result of Where. The last item of a list is searched from the end.

using System.Collections.Generic;

namespace System.Linq;

internal sealed class Filtered<T>(IEnumerable<T> source, Func<T, bool> predicate) : Sequence<T>
{
    internal override bool MakesSkipped => true;

    public override IEnumerator<T> GetEnumerator()
    {
        foreach (T item in source)
        {
            if (predicate(item))
            {
                yield return item;
            }
        }
    }

    internal override bool TryLast(out T item) => source is T[] or List<T>
        ? Enumerable.TryLast(source, predicate, out item)
        : base.TryLast(out item);
}
