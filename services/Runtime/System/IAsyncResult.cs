// Something that ends.

namespace System;

public interface IAsyncResult
{
    bool IsCompleted { get; }

    object? AsyncState { get; }

    bool CompletedSynchronously { get; }
}
