// What await using ends.

using System.Threading.Tasks;

namespace System;

public interface IAsyncDisposable
{
    ValueTask DisposeAsync();
}
