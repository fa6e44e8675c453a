// Objects for await using.

using System.Threading.Tasks;

namespace System;

public interface IAsyncDisposable
{
    ValueTask DisposeAsync();
}
