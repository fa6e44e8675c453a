// Monitors. The upper half of an object's header says which thread is inside (bits 63:44), and how many more times it entered (43:32); bit
// 1: a thread waits. Waiting threads are listed here; everything is under one lock, which the common path does not take.

using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace RustKernel.Runtime;

internal static unsafe class Monitors
{
    // SAFETY (whole file): a header is the word before its object; objects do not move, and the object is on the stack of the thread that
    // is in here.
    private const int OwnerShift = 44;
    private const long Once = 1L << 32;
    private const long Below = Once - 1;
    private const long DepthMask = 0xFFFL << 32;
    private const long Contended = 2;
    private static RuntimeLock s_lock;
    private static ThreadBlock* s_waiting;

    internal static bool TryEnter(object target, Deadline deadline)
    {
        ref long header = ref Header(target);
        long me = (long)Threads.Current->Id << OwnerShift;
        long seen = Read(ref header);
        if ((ulong)seen >> OwnerShift == 0 && Interlocked.CompareExchange(ref header, seen | me, seen) == seen)
        {
            return true;
        }

        if ((ulong)seen >> OwnerShift == Threads.Current->Id)
        {
            if ((seen & DepthMask) == DepthMask)
            {
                throw new OverflowException();
            }

            Add(ref header, Once);
            return true;
        }

        return deadline.IsNow ? TakeIfFree(ref header, me) : EnterSlowly(target, ref header, me, deadline);
    }

    internal static void Exit(object target)
    {
        ref long header = ref Header(target);
        long seen = Read(ref header);
        if ((ulong)seen >> OwnerShift != Threads.Current->Id)
        {
            throw new SynchronizationLockException();
        }

        if ((seen & DepthMask) != 0)
        {
            Add(ref header, -Once);
        }
        else if ((seen & Contended) != 0 || Interlocked.CompareExchange(ref header, seen & Below, seen) != seen)
        {
            ExitSlowly(target, ref header);
        }
    }

    internal static bool IsEntered(object target) => (ulong)Read(ref Header(target)) >> OwnerShift == Threads.Current->Id;

    internal static bool Wait(object target, Deadline deadline)
    {
        ref long header = ref Header(target);
        long depth = Own(target) & DepthMask;
        ThreadBlock* self = Threads.Current;
        Threads.PrepareToPark(self);
        s_lock.Acquire();
        Enlist(self, target, true);
        s_lock.Release();
        Add(ref header, -depth);
        Exit(target);
        bool isInTime = true;
        while (isInTime && Volatile.Read(ref self->IsSignaled) == 0)
        {
            isInTime = Threads.Park(self, deadline);
        }

        s_lock.Acquire();
        bool isSignaled = self->IsSignaled != 0;
        Remove(self);
        s_lock.Release();
        _ = TryEnter(target, Deadline.Never);
        Add(ref header, depth);
        return isSignaled;
    }

    internal static void Pulse(object target, bool all)
    {
        _ = Own(target);
        s_lock.Acquire();
        ThreadBlock* next;
        for (ThreadBlock* waiter = s_waiting; waiter != null; waiter = next)
        {
            next = waiter->WaitNext;
            if (waiter->WaitsForPulse && waiter->WaitObject == Exceptions.ToAddress(target))
            {
                Signal(waiter);
                if (!all)
                {
                    break;
                }
            }
        }

        s_lock.Release();
    }

    private static long Own(object target)
    {
        long seen = Read(ref Header(target));
        if ((ulong)seen >> OwnerShift != Threads.Current->Id)
        {
            throw new SynchronizationLockException();
        }

        return seen;
    }

    private static bool TakeIfFree(ref long header, long me)
    {
        long seen = Read(ref header);
        while ((ulong)seen >> OwnerShift == 0)
        {
            long was = Interlocked.CompareExchange(ref header, seen | me, seen);
            if (was == seen)
            {
                return true;
            }

            seen = was;
        }

        return false;
    }

    private static bool EnterSlowly(object target, ref long header, long me, Deadline deadline)
    {
        ThreadBlock* self = Threads.Current;
        Threads.PrepareToPark(self);
        bool isInTime = true;
        while (true)
        {
            s_lock.Acquire();
            bool isTaken = TakeOrMark(ref header, me);
            if (!isTaken && isInTime)
            {
                Enlist(self, target, false);
            }

            s_lock.Release();
            if (isTaken || !isInTime)
            {
                return isTaken;
            }

            isInTime = Threads.Park(self, deadline);
            s_lock.Acquire();
            Remove(self);
            s_lock.Release();
        }
    }

    private static bool TakeOrMark(ref long header, long me)
    {
        while (!TakeIfFree(ref header, me))
        {
            long seen = Read(ref header);
            if ((ulong)seen >> OwnerShift != 0 && Interlocked.CompareExchange(ref header, seen | Contended, seen) == seen)
            {
                return false;
            }
        }

        return true;
    }

    private static void ExitSlowly(object target, ref long header)
    {
        s_lock.Acquire();
        long seen;
        do
        {
            seen = Read(ref header);
        }
        while (Interlocked.CompareExchange(ref header, seen & Below & ~Contended, seen) != seen);
        ThreadBlock* next;
        for (ThreadBlock* waiter = s_waiting; waiter != null; waiter = next)
        {
            next = waiter->WaitNext;
            if (!waiter->WaitsForPulse && waiter->WaitObject == Exceptions.ToAddress(target))
            {
                Signal(waiter);
            }
        }

        s_lock.Release();
    }

    // The thread that has waited longest comes first.
    private static void Enlist(ThreadBlock* self, object target, bool forPulse)
    {
        self->WaitObject = Exceptions.ToAddress(target);
        self->WaitsForPulse = forPulse;
        self->IsSignaled = 0;
        self->WaitNext = null;
        ThreadBlock** link = Place;
        while (*link != null)
        {
            link = &(*link)->WaitNext;
        }

        *link = self;
    }

    private static void Signal(ThreadBlock* waiter)
    {
        Remove(waiter);
        Volatile.Write(ref waiter->IsSignaled, 1);
        Threads.Unpark(waiter);
    }

    private static void Remove(ThreadBlock* waiter)
    {
        ThreadBlock** link = Place;
        while (*link != null && *link != waiter)
        {
            link = &(*link)->WaitNext;
        }

        if (*link != null)
        {
            *link = waiter->WaitNext;
        }
    }

    private static void Add(ref long header, long change)
    {
        long seen;
        do
        {
            seen = Read(ref header);
        }
        while (Interlocked.CompareExchange(ref header, seen + change, seen) != seen);
    }

    private static ThreadBlock** Place
    {
        get
        {
            // Statics without references do not move.
            fixed (ThreadBlock** place = &s_waiting)
            {
                return place;
            }
        }
    }

    private static long Read(ref long header) => (long)Volatile.Read(ref Unsafe.As<long, ulong>(ref header));

    private static ref long Header(object target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return ref *(long*)(Exceptions.ToAddress(target) - 8);
    }
}
