// An operation that completes.

namespace System;

public interface IAsyncResult
{
    bool IsCompleted { get; }

    object? AsyncState { get; }

    bool CompletedSynchronously { get; }
}
