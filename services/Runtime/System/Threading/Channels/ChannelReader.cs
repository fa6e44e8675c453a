// The end of a channel from which items are taken.

using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

namespace System.Threading.Channels;

public abstract class ChannelReader<T>
{
    /// <summary>Completes when the channel is complete and empty.</summary>
    public virtual Task Completion => new TaskCompletionSource().Task;

    public virtual bool CanCount => false;

    public virtual bool CanPeek => false;

    public virtual int Count => throw new NotSupportedException();

    public abstract bool TryRead([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item);

    public virtual bool TryPeek([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
    {
        item = default;
        return false;
    }

    /// <summary>True when there may be something to read, false when there will never be again.</summary>
    public abstract ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default);

    public virtual ValueTask<T> ReadAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<T>(cancellationToken)
        : TryRead(out T? item) ? new ValueTask<T>(item)
        : WaitAndRead(cancellationToken);

    public virtual async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await WaitToReadAsync(cancellationToken))
        {
            while (TryRead(out T? item))
            {
                yield return item;
            }
        }
    }

    /// <summary>Whether the channel was completed with an error, which a waiting reader gets as the cause.</summary>
    internal virtual bool HasFailed => false;

    private async ValueTask<T> WaitAndRead(CancellationToken cancellationToken)
    {
        while (true)
        {
            bool isOpen;
            try
            {
                isOpen = await WaitToReadAsync(cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException && HasFailed)
            {
                throw new ChannelClosedException(error);
            }

            if (!isOpen)
            {
                throw new ChannelClosedException();
            }

            if (TryRead(out T? item))
            {
                return item;
            }
        }
    }
}
