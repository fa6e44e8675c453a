// Many readers or one writer. A thread that waits does so at a monitor.

using System.Collections.Generic;

namespace System.Threading;

public class ReaderWriterLockSlim : IDisposable
{
    private readonly object _changed = new();
    private readonly Dictionary<int, int> _readers = [];
    private int _upgrader;
    private int _writer;

    public int CurrentReadCount => _readers.Count;

    public bool IsReadLockHeld => Holds(() => _readers.ContainsKey(Own));

    public bool IsWriteLockHeld => Holds(() => _writer == Own);

    public bool IsUpgradeableReadLockHeld => Holds(() => _upgrader == Own);

    private static int Own => Environment.CurrentManagedThreadId;

    public void EnterReadLock() => TryEnterReadLock(Timeout.Infinite);

    public void EnterWriteLock() => TryEnterWriteLock(Timeout.Infinite);

    public void EnterUpgradeableReadLock() => TryEnterUpgradeableReadLock(Timeout.Infinite);

    public bool TryEnterReadLock(int millisecondsTimeout) => Enter(
        () => _readers.ContainsKey(Own),
        "Recursive read lock acquisitions not allowed in this mode.",
        () => _writer == 0 || _writer == Own,
        () => _readers[Own] = 1,
        millisecondsTimeout);

    public bool TryEnterWriteLock(int millisecondsTimeout) => Enter(
        () => _writer == Own,
        "Recursive write lock acquisitions not allowed in this mode.",
        () => _writer == 0 && _readers.Count == 0 && (_upgrader == 0 || _upgrader == Own),
        () => _writer = Own,
        millisecondsTimeout);

    public bool TryEnterUpgradeableReadLock(int millisecondsTimeout) => Enter(
        () => _upgrader == Own,
        "Recursive upgradeable lock acquisitions not allowed in this mode.",
        () => _writer == 0 && _upgrader == 0,
        () => _upgrader = Own,
        millisecondsTimeout);

    public void ExitReadLock() => Exit(() => _readers.Remove(Own), "read");

    public void ExitWriteLock() => Exit(() => _writer == Own && (_writer = 0) == 0, "write");

    public void ExitUpgradeableReadLock() => Exit(() => _upgrader == Own && (_upgrader = 0) == 0, "upgradeable");

    public void Dispose()
    {
    }

    private bool Holds(Func<bool> isHeld)
    {
        lock (_changed)
        {
            return isHeld();
        }
    }

    private bool Enter(Func<bool> isHeld, string text, Func<bool> isFree, Action take, int milliseconds)
    {
        long end = milliseconds < 0 ? long.MaxValue : Environment.TickCount64 + milliseconds;
        lock (_changed)
        {
            if (isHeld())
            {
                throw new LockRecursionException(text);
            }

            while (!isFree())
            {
                long left = end - Environment.TickCount64;
                if (left <= 0)
                {
                    return false;
                }

                Monitor.Wait(_changed, (int)Math.Min(left, int.MaxValue));
            }

            take();
            return true;
        }
    }

    private void Exit(Func<bool> leave, string kind)
    {
        lock (_changed)
        {
            if (!leave())
            {
                throw new SynchronizationLockException($"The {kind} lock is being released without being held.");
            }

            Monitor.PulseAll(_changed);
        }
    }
}
