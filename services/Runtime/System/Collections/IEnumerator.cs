// The untyped enumerator.

namespace System.Collections;

public interface IEnumerator
{
    // As in .NET: the collection knows whether an item may be null.
#nullable disable
    object Current { get; }
#nullable restore

    bool MoveNext();

    void Reset();
}
