// The result of Range.

using System.Collections.Generic;

namespace System.Linq;

internal sealed class RangeSequence(int start, int count) : IndexedSequence<int>
{
    public override int Count => count;

    private protected override int At(int index) => start + index;

    internal override IEnumerable<int> Part(int first, int taken) =>
        first >= count ? [] : new RangeSequence(start + first, Math.Min(taken, count - first));
}
