// What foreach iterates over.

namespace System.Collections;

public interface IEnumerable
{
    IEnumerator GetEnumerator();
}
