// The result of Repeat.

using System.Collections.Generic;

namespace System.Linq;

internal sealed class RepeatSequence<T>(T element, int count) : IndexedSequence<T>
{
    public override int Count => count;

    private protected override T At(int index) => element;

    internal override IEnumerable<T> Part(int first, int taken) =>
        first >= count ? [] : new RepeatSequence<T>(element, Math.Min(taken, count - first));
}
