// Enumerates a sequence whose items are awaited.

using System.Threading.Tasks;

namespace System.Collections.Generic;

public interface IAsyncEnumerator<out T> : IAsyncDisposable
{
    T Current { get; }

    ValueTask<bool> MoveNextAsync();
}
