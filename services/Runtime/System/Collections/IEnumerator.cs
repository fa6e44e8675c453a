// The untyped enumerator.

namespace System.Collections;

public interface IEnumerator
{
    // As in .NET: whether an item may be null the collection knows.
#nullable disable
    object Current { get; }
#nullable restore

    bool MoveNext();

    void Reset();
}
