// The untyped enumerator. csc requires it before it turns foreach over an array into a loop.

namespace System.Collections;

public interface IEnumerator
{
    object? Current { get; }

    bool MoveNext();

    void Reset();
}
