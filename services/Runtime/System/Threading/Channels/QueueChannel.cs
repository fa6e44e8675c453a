// The only kind of channel: items in a list, and waiters for items or for room. A waiter is notified and tries again, so another reader may
// have been quicker.

using System.Collections.Generic;
using System.Threading.Tasks;

namespace System.Threading.Channels;

internal sealed class QueueChannel<T> : Channel<T>
{
    private readonly object _lock = new();
    private readonly LinkedList<T> _items = new();
    private readonly TaskCompletionSource _completion = new();
    private readonly int _capacity;
    private readonly BoundedChannelFullMode _mode;
    private readonly Action<T>? _dropped;
    private List<TaskCompletionSource<bool>> _readers = [];
    private List<TaskCompletionSource<bool>> _writers = [];
    private bool _isComplete;
    private Exception? _error;

    internal QueueChannel(int capacity, BoundedChannelFullMode mode, Action<T>? dropped)
    {
        _capacity = capacity;
        _mode = mode;
        _dropped = dropped;
        Reader = new QueueReader(this);
        Writer = new QueueWriter(this);
    }

    private bool TryWrite(T item)
    {
        List<TaskCompletionSource<bool>> woken;
        T? lost = default;
        bool isLost = false;
        lock (_lock)
        {
            if (_isComplete || (_items.Count >= _capacity && _mode == BoundedChannelFullMode.Wait))
            {
                return false;
            }

            isLost = _items.Count >= _capacity;
            if (isLost)
            {
                lost = Drop(item);
            }

            if (!isLost || _mode != BoundedChannelFullMode.DropWrite)
            {
                _ = _items.AddLast(item);
            }

            woken = Taken(ref _readers);
        }

        if (isLost)
        {
            _dropped?.Invoke(lost!);
        }

        Wake(woken, true);
        return true;
    }

    private T Drop(T item)
    {
        if (_mode == BoundedChannelFullMode.DropWrite)
        {
            return item;
        }

        LinkedListNode<T> node = _mode == BoundedChannelFullMode.DropOldest ? _items.First! : _items.Last!;
        _items.Remove(node);
        return node.Value;
    }

    private bool TryRead(out T? item, bool isPeek)
    {
        List<TaskCompletionSource<bool>> woken;
        bool isOver;
        lock (_lock)
        {
            if (_items.First is not { } first)
            {
                item = default;
                return false;
            }

            item = first.Value;
            if (isPeek)
            {
                return true;
            }

            _items.RemoveFirst();
            isOver = _isComplete && _items.Count == 0;
            woken = Taken(ref _writers);
        }

        Wake(woken, true);
        if (isOver)
        {
            Finish();
        }

        return true;
    }

    private ValueTask<bool> Wait(bool toWrite, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        lock (_lock)
        {
            if (toWrite ? !_isComplete && (_items.Count < _capacity || _mode != BoundedChannelFullMode.Wait) : _items.Count > 0)
            {
                return new ValueTask<bool>(true);
            }

            if (_isComplete)
            {
                return _error is null ? new ValueTask<bool>(false) : ValueTask.FromException<bool>(_error);
            }

            TaskCompletionSource<bool> waiter = new();
            (toWrite ? _writers : _readers).Add(waiter);
            return new ValueTask<bool>(cancellationToken.CanBeCanceled ? Cancelable(waiter, cancellationToken) : waiter.Task);
        }
    }

    private static async Task<bool> Cancelable(TaskCompletionSource<bool> waiter, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(
            () => waiter.Task.TryCancel(new OperationCanceledException(cancellationToken)));
        return await waiter.Task;
    }

    private bool TryComplete(Exception? error)
    {
        List<TaskCompletionSource<bool>> readers;
        List<TaskCompletionSource<bool>> writers;
        bool isOver;
        lock (_lock)
        {
            if (_isComplete)
            {
                return false;
            }

            _isComplete = true;
            _error = error;
            isOver = _items.Count == 0;
            readers = Taken(ref _readers);
            writers = Taken(ref _writers);
        }

        Wake(readers, false);
        Wake(writers, false);
        if (isOver)
        {
            Finish();
        }

        return true;
    }

    private void Finish()
    {
        _ = _error is OperationCanceledException canceled ? _completion.TrySetCanceled(canceled.CancellationToken)
            : _error is null ? _completion.TrySetResult()
            : _completion.TrySetException(_error);
    }

    private static List<TaskCompletionSource<bool>> Taken(ref List<TaskCompletionSource<bool>> waiters)
    {
        List<TaskCompletionSource<bool>> taken = waiters;
        if (taken.Count > 0)
        {
            waiters = [];
        }

        return taken;
    }

    private void Wake(List<TaskCompletionSource<bool>> waiters, bool result)
    {
        foreach (TaskCompletionSource<bool> waiter in waiters)
        {
            _ = result || _error is null ? waiter.TrySetResult(result) : waiter.TrySetException(_error);
        }
    }

    private sealed class QueueReader(QueueChannel<T> channel) : ChannelReader<T>
    {
        public override Task Completion => channel._completion.Task;

        public override bool CanCount => true;

        public override bool CanPeek => true;

        public override int Count
        {
            get
            {
                lock (channel._lock)
                {
                    return channel._items.Count;
                }
            }
        }

        public override bool TryRead([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item) => channel.TryRead(out item!, false);

        public override bool TryPeek([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item) => channel.TryRead(out item!, true);

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
            channel.Wait(false, cancellationToken);

        internal override bool HasFailed => channel._error is not null;
    }

    private sealed class QueueWriter(QueueChannel<T> channel) : ChannelWriter<T>
    {
        public override bool TryComplete(Exception? error = null) => channel.TryComplete(error);

        public override bool TryWrite(T item) => channel.TryWrite(item);

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
            channel.Wait(true, cancellationToken);

        internal override bool HasFailed => channel._error is not null;
    }
}
