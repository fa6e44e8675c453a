// What foreach runs over.

namespace System.Collections;

public interface IEnumerable
{
    IEnumerator GetEnumerator();
}
