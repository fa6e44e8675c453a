// A collection at which threads wait: takers for items, adders for room.

using System.Collections.Generic;
using System.Threading;

namespace System.Collections.Concurrent;

public class BlockingCollection<T> : IEnumerable<T>, ICollection, IReadOnlyCollection<T>, IDisposable
{
    private readonly IProducerConsumerCollection<T> _items;
    private readonly object _lock = new();
    private bool _isComplete;
    private bool _isDisposed;

    public BlockingCollection()
        : this(new ConcurrentQueue<T>())
    {
    }

    public BlockingCollection(int boundedCapacity)
        : this(new ConcurrentQueue<T>(), boundedCapacity)
    {
    }

    public BlockingCollection(IProducerConsumerCollection<T> collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        _items = collection;
        BoundedCapacity = -1;
    }

    public BlockingCollection(IProducerConsumerCollection<T> collection, int boundedCapacity)
        : this(collection)
    {
        if (boundedCapacity < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(boundedCapacity),
                boundedCapacity,
                "The boundedCapacity argument must be positive.");
        }

        if (collection.Count > boundedCapacity)
        {
            throw new ArgumentException("The collection argument contains more items than are allowed by the boundedCapacity.");
        }

        BoundedCapacity = boundedCapacity;
    }

    public int BoundedCapacity { get; }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                Check();
                return _items.Count;
            }
        }
    }

    public bool IsAddingCompleted
    {
        get
        {
            lock (_lock)
            {
                Check();
                return _isComplete;
            }
        }
    }

    public bool IsCompleted
    {
        get
        {
            lock (_lock)
            {
                Check();
                return IsOver;
            }
        }
    }

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => throw new NotSupportedException("The SyncRoot property may not be used for the synchronization of "
        + "concurrent collections.");

    private bool IsOver => _isComplete && _items.Count == 0;

    private bool IsFull => BoundedCapacity >= 0 && _items.Count >= BoundedCapacity;

    public void Add(T item) => TryAdd(item, Timeout.Infinite, default);

    public void Add(T item, CancellationToken cancellationToken) => TryAdd(item, Timeout.Infinite, cancellationToken);

    public bool TryAdd(T item) => TryAdd(item, 0, default);

    public bool TryAdd(T item, int millisecondsTimeout) => TryAdd(item, millisecondsTimeout, default);

    public bool TryAdd(T item, TimeSpan timeout) => TryAdd(item, (int)timeout.TotalMilliseconds, default);

    public bool TryAdd(T item, int millisecondsTimeout, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!Await(true, millisecondsTimeout, cancellationToken))
            {
                return false;
            }

            if (!_items.TryAdd(item))
            {
                throw new InvalidOperationException("The underlying collection didn't accept the item.");
            }

            Monitor.PulseAll(_lock);
            return true;
        }
    }

    public T Take() => Take(default);

    public T Take(CancellationToken cancellationToken) => TryTake(out T? item, Timeout.Infinite, cancellationToken)
        ? item
        : throw new InvalidOperationException(
            "The collection argument is empty and has been marked as complete with regards to additions.");

    public bool TryTake([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item) => TryTake(out item, 0, default);

    public bool TryTake([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item, int millisecondsTimeout) =>
        TryTake(out item, millisecondsTimeout, default);

    public bool TryTake([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item, TimeSpan timeout) =>
        TryTake(out item, (int)timeout.TotalMilliseconds, default);

    public bool TryTake(
        [Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item,
        int millisecondsTimeout,
        CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            item = default;
            bool isTaken = Await(false, millisecondsTimeout, cancellationToken) && _items.TryTake(out item);
            if (isTaken)
            {
                Monitor.PulseAll(_lock);
            }

            return isTaken;
        }
    }

    public void CompleteAdding()
    {
        lock (_lock)
        {
            Check();
            _isComplete = true;
            Monitor.PulseAll(_lock);
        }
    }

    public IEnumerable<T> GetConsumingEnumerable() => GetConsumingEnumerable(default);

    public IEnumerable<T> GetConsumingEnumerable(CancellationToken cancellationToken)
    {
        while (TryTake(out T? item, Timeout.Infinite, cancellationToken))
        {
            yield return item;
        }
    }

    public T[] ToArray()
    {
        lock (_lock)
        {
            Check();
            return _items.ToArray();
        }
    }

    public void CopyTo(T[] array, int index)
    {
        lock (_lock)
        {
            Check();
            _items.CopyTo(array, index);
        }
    }

    void ICollection.CopyTo(Array array, int index) => Untyped.CopyAll(ToArray(), array, index);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();

    public void Dispose() => Dispose(true);

    protected virtual void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _isDisposed = true;
        }
    }

    // Under the lock: waits until it may continue; false: it never may again, or the time is over.
    private bool Await(bool toAdd, int millisecondsTimeout, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, -1);
        Check();
        cancellationToken.ThrowIfCancellationRequested();
        long start = Environment.TickCount64;
        CancellationTokenRegistration registration = cancellationToken.CanBeCanceled ? cancellationToken.Register(Wake) : default;
        try
        {
            while (true)
            {
                if (toAdd && _isComplete)
                {
                    throw new InvalidOperationException("The collection has been marked as complete with regards to additions.");
                }

                if (toAdd ? !IsFull : _items.Count > 0)
                {
                    return true;
                }

                long left = millisecondsTimeout < 0 ? Timeout.Infinite : Math.Max(0, start + millisecondsTimeout - Environment.TickCount64);
                if (IsOver || left == 0)
                {
                    return false;
                }

                _ = Monitor.Wait(_lock, (int)left);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            registration.Dispose();
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }

    private void Check() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
