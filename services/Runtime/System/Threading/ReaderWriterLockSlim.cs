// Many readers, one of which may become the writer; or one writer. A waiting writer takes precedence over later readers.

using System.Collections.Generic;

namespace System.Threading;

public class ReaderWriterLockSlim : IDisposable
{
    private readonly object _changed = new();
    private readonly bool _isRecursive;

    // How often each thread has entered for reading.
    private readonly Dictionary<int, int> _readers = [];
    private int _upgrader;
    private int _upgrades;
    private int _writer;
    private int _writes;
    private int _waitingReads;
    private int _waitingUpgrades;
    private int _waitingWrites;

    // 1: the reader that may become the writer waits for the others to leave.
    private int _waitingUpgrader;
    private bool _isDisposed;

    public ReaderWriterLockSlim()
        : this(LockRecursionPolicy.NoRecursion)
    {
    }

    public ReaderWriterLockSlim(LockRecursionPolicy recursionPolicy) =>
        _isRecursive = recursionPolicy == LockRecursionPolicy.SupportsRecursion;

    private enum Mode
    {
        Read,
        Upgrade,
        Write,
    }

    public LockRecursionPolicy RecursionPolicy =>
        _isRecursive ? LockRecursionPolicy.SupportsRecursion : LockRecursionPolicy.NoRecursion;

    public int CurrentReadCount
    {
        get
        {
            lock (_changed)
            {
                return _readers.Count;
            }
        }
    }

    public bool IsReadLockHeld => RecursiveReadCount > 0;

    public bool IsUpgradeableReadLockHeld => RecursiveUpgradeCount > 0;

    public bool IsWriteLockHeld => RecursiveWriteCount > 0;

    public int RecursiveReadCount => Held(Mode.Read);

    public int RecursiveUpgradeCount => Held(Mode.Upgrade);

    public int RecursiveWriteCount => Held(Mode.Write);

    public int WaitingReadCount => _waitingReads;

    public int WaitingUpgradeCount => _waitingUpgrades;

    public int WaitingWriteCount => _waitingWrites;

    private static int Own => Environment.CurrentManagedThreadId;

    public void EnterReadLock() => Enter(Mode.Read, Timeout.Infinite);

    public void EnterUpgradeableReadLock() => Enter(Mode.Upgrade, Timeout.Infinite);

    public void EnterWriteLock() => Enter(Mode.Write, Timeout.Infinite);

    public bool TryEnterReadLock(int millisecondsTimeout) => TryEnter(Mode.Read, millisecondsTimeout);

    public bool TryEnterReadLock(TimeSpan timeout) => Enter(Mode.Read, Milliseconds(timeout));

    public bool TryEnterUpgradeableReadLock(int millisecondsTimeout) => TryEnter(Mode.Upgrade, millisecondsTimeout);

    public bool TryEnterUpgradeableReadLock(TimeSpan timeout) => Enter(Mode.Upgrade, Milliseconds(timeout));

    public bool TryEnterWriteLock(int millisecondsTimeout) => TryEnter(Mode.Write, millisecondsTimeout);

    public bool TryEnterWriteLock(TimeSpan timeout) => Enter(Mode.Write, Milliseconds(timeout));

    public void ExitReadLock() => Exit(Mode.Read, "The read lock is being released without being held.");

    public void ExitUpgradeableReadLock() => Exit(Mode.Upgrade, "The upgradeable lock is being released without being held.");

    public void ExitWriteLock() => Exit(Mode.Write, "The write lock is being released without being held.");

    public void Dispose()
    {
        lock (_changed)
        {
            int waiting = _waitingReads + _waitingUpgrades + _waitingWrites;
            if (!_isDisposed && waiting + Count(Mode.Read) + Count(Mode.Upgrade) + Count(Mode.Write) > 0)
            {
                throw new SynchronizationLockException("The lock is being disposed while still being used. It either is being held by a "
                    + "thread and/or has active waiters waiting to acquire the lock.");
            }

            _isDisposed = true;
        }
    }

    private static int Milliseconds(TimeSpan timeout)
    {
        long milliseconds = (long)timeout.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, Timeout.Infinite, nameof(timeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, int.MaxValue, nameof(timeout));
        return (int)milliseconds;
    }

    private int Held(Mode mode)
    {
        lock (_changed)
        {
            return Count(mode);
        }
    }

    // How often the running thread has entered.
    private int Count(Mode mode) => mode switch
    {
        Mode.Read => _readers.TryGetValue(Own, out int count) ? count : 0,
        Mode.Upgrade => _upgrader == Own ? _upgrades : 0,
        _ => _writer == Own ? _writes : 0,
    };

    private bool TryEnter(Mode mode, int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, Timeout.Infinite);
        return Enter(mode, millisecondsTimeout);
    }

    private bool Enter(Mode mode, int milliseconds)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        long end = milliseconds < 0 ? long.MaxValue : Environment.TickCount64 + milliseconds;
        lock (_changed)
        {
            Check(mode);
            if (!IsFree(mode) && !Wait(mode, end))
            {
                return false;
            }

            Change(mode, 1);
            return true;
        }
    }

    // Refuses an entry that would wait for itself, or for a thread that waits for this one.
    private void Check(Mode mode)
    {
        int reads = Count(Mode.Read), upgrades = Count(Mode.Upgrade), writes = Count(Mode.Write);
        string? wrong = mode switch
        {
            Mode.Read => _isRecursive ? null
                : writes > 0 ? "A read lock may not be acquired with the write lock held in this mode."
                : reads > 0 ? "Recursive read lock acquisitions not allowed in this mode."
                : null,
            Mode.Upgrade => !_isRecursive && upgrades > 0 ? "Recursive upgradeable lock acquisitions not allowed in this mode."
                : !_isRecursive && writes > 0 ? "Upgradeable lock may not be acquired with write lock held in this mode. Acquiring "
                    + "Upgradeable lock gives the ability to read along with an option to upgrade to a writer."
                : reads > 0 && upgrades + writes == 0 ? "Upgradeable lock may not be acquired with read lock held."
                : null,
            _ => !_isRecursive && writes > 0 ? "Recursive write lock acquisitions not allowed in this mode."
                : reads > 0 && !(_isRecursive && upgrades + writes > 0) ? "Write lock may not be acquired with read lock held. "
                    + "This pattern is prone to deadlocks. Please ensure that read locks are released before taking a write lock. If an "
                    + "upgrade is necessary, use an upgrade lock in place of the read lock."
                : null,
        };
        if (wrong is not null)
        {
            throw new LockRecursionException(wrong);
        }
    }

    private bool IsFree(Mode mode)
    {
        int reads = Count(Mode.Read);
        if (Count(Mode.Write) > 0 || (mode != Mode.Write && Count(Mode.Upgrade) > 0) || (mode == Mode.Read && reads > 0))
        {
            return true;
        }

        return mode == Mode.Write
            ? _writer == 0 && (_upgrader == 0 || _upgrader == Own) && _readers.Count == (reads > 0 ? 1 : 0)
            : _writer == 0 && _waitingWrites + _waitingUpgrader == 0 && (mode == Mode.Read || _upgrader == 0);
    }

    private bool Wait(Mode mode, long end)
    {
        ref int waiting = ref mode == Mode.Read ? ref _waitingReads
            : ref mode == Mode.Upgrade ? ref _waitingUpgrades
            : ref _upgrader == Own ? ref _waitingUpgrader
            : ref _waitingWrites;
        waiting++;
        bool isFree = false;
        long left = end - Environment.TickCount64;
        while (!isFree && left > 0)
        {
            _ = Monitor.Wait(_changed, (int)Math.Min(left, int.MaxValue));
            isFree = IsFree(mode);
            left = end - Environment.TickCount64;
        }

        waiting--;
        if (!isFree && mode == Mode.Write)
        {
            // Readers may have waited only for this one.
            Monitor.PulseAll(_changed);
        }

        return isFree;
    }

    private void Exit(Mode mode, string unheld)
    {
        lock (_changed)
        {
            if (Count(mode) == 0)
            {
                throw new SynchronizationLockException(unheld);
            }

            Change(mode, -1);
            Monitor.PulseAll(_changed);
        }
    }

    private void Change(Mode mode, int by)
    {
        int count = Count(mode) + by;
        switch (mode)
        {
            case Mode.Read when count == 0:
                _ = _readers.Remove(Own);
                break;
            case Mode.Read:
                _readers[Own] = count;
                break;
            case Mode.Upgrade:
                _upgrades = count;
                _upgrader = count == 0 ? 0 : Own;
                break;
            default:
                _writes = count;
                _writer = count == 0 ? 0 : Own;
                break;
        }
    }
}
