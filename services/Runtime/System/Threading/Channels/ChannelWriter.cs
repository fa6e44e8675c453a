// The end of a channel into which items are put.

using System.Threading.Tasks;

namespace System.Threading.Channels;

public abstract class ChannelWriter<T>
{
    public virtual bool TryComplete(Exception? error = null) => false;

    public abstract bool TryWrite(T item);

    /// <summary>True when there may be room, false when nothing may be written any more.</summary>
    public abstract ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default);

    public virtual ValueTask WriteAsync(T item, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken)
        : TryWrite(item) ? default
        : WaitAndWrite(item, cancellationToken);

    public void Complete(Exception? error = null)
    {
        if (!TryComplete(error))
        {
            throw new ChannelClosedException();
        }
    }

    /// <summary>Whether the channel was completed with an error, which a waiting writer gets as the cause.</summary>
    internal virtual bool HasFailed => false;

    private async ValueTask WaitAndWrite(T item, CancellationToken cancellationToken)
    {
        do
        {
            bool isOpen;
            try
            {
                isOpen = await WaitToWriteAsync(cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException && HasFailed)
            {
                throw new ChannelClosedException(error);
            }

            if (!isOpen)
            {
                throw new ChannelClosedException();
            }
        }
        while (!TryWrite(item));
    }
}
