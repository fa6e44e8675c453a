// The typed enumerator.

namespace System.Collections.Generic;

public interface IEnumerator<out T> : IDisposable, IEnumerator
{
    new T Current { get; }
}
