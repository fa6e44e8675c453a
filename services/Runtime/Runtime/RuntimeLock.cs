// A lock of the runtime itself: allocates nothing; a waiting thread sleeps at its port.

using System.Runtime.CompilerServices;
using System.Threading;

namespace RustKernel.Runtime;

internal unsafe struct RuntimeLock
{
    // SAFETY (whole type): locks are static; waiters are in thread blocks, which live as long as the process. A thread is in a lock's list
    // at most once: IsQueued says so. It may still be in there when it already has the lock, or waits for another lock, in whose list it
    // has another place; IsWaiting distinguishes that. A waiter sets IsWaiting, enters the list, then checks the state. A releaser changes
    // the state, then checks the list. A thread that takes another off the list clears IsQueued, then checks IsWaiting. All with full
    // barriers, so one of the two always sees the other.
    // Most holders are done sooner than a system call would take.
    private const int Spins = 300;
    private int _state;
    private long _waiters;

    internal void Acquire()
    {
        if (Interlocked.CompareExchange(ref _state, 1, 0) != 0)
        {
            Wait(Threads.Current);
        }
    }

    internal void Release()
    {
        Volatile.Write(ref _state, 0);
        Interlocked.MemoryBarrier();
        if (_waiters != 0)
        {
            WakeOne();
        }
    }

    private void Wait(ThreadBlock* self)
    {
        for (int i = 0; i < Spins; i++)
        {
            if (Volatile.Read(ref _state) == 0 && Interlocked.CompareExchange(ref _state, 1, 0) == 0)
            {
                return;
            }
        }

        Threads.PrepareToPark(self);
        LockPlace* place = PlaceOf(self);
        place->IsWaiting = 1;
        Interlocked.MemoryBarrier();
        while (true)
        {
            if (Volatile.Read(ref place->IsQueued) == 0)
            {
                place->IsQueued = 1;
                Push(place, place);
            }

            if (Interlocked.CompareExchange(ref _state, 1, 0) == 0)
            {
                Volatile.Write(ref place->IsWaiting, 0);
                return;
            }

            _ = Threads.Park(self, Deadline.Never);
        }
    }

    // The thread's place in this lock's list.
    private LockPlace* PlaceOf(ThreadBlock* self)
    {
        // Statics without references do not move.
        nint own = (nint)Unsafe.AsPointer(ref this);
        LockPlace* place = (LockPlace*)Unsafe.AsPointer(ref self->LockPlaces);
        for (LockPlace* end = place + ThreadBlock.MaximumLocks; place->Lock != own; place++)
        {
            if (place->Lock == 0)
            {
                place->Thread = self;
                place->Lock = own;
                break;
            }

            if (place + 1 == end)
            {
                Native.FailFast();
            }
        }

        return place;
    }

    // Adds a chain of waiters to the list.
    private void Push(LockPlace* newest, LockPlace* oldest)
    {
        long first;
        do
        {
            first = _waiters;
            oldest->Next = (LockPlace*)first;
        }
        while (Interlocked.CompareExchange(ref _waiters, (long)newest, first) != first);
    }

    // Wakes the one that has waited longest; the others go back.
    private void WakeOne()
    {
        long list;
        do
        {
            list = _waiters;
        }
        while (Interlocked.CompareExchange(ref _waiters, 0, list) != list);
        LockPlace* newest = (LockPlace*)list;
        LockPlace* before = null;
        LockPlace* oldest = newest;
        while (oldest != null && oldest->Next != null)
        {
            before = oldest;
            oldest = oldest->Next;
        }

        if (before != null)
        {
            Push(newest, before);
        }

        if (oldest != null)
        {
            Volatile.Write(ref oldest->IsQueued, 0);
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref oldest->IsWaiting) != 0)
            {
                Threads.Unpark(oldest->Thread);
            }
            else if (before != null)
            {
                // It no longer waited: take the next one.
                WakeOne();
            }
        }
    }
}
