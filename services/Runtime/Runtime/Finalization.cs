// Finalizers: an object that has one is listed when it is made. When only the list still refers to it, a separate thread runs the
// finalizer, once. A program with finalizers calls Enable before Main (the build adds that); others contain none of this.

using System;
using System.Threading;
using Internal.Runtime;
using Thread = System.Threading.Thread;

namespace RustKernel.Runtime;

/// <summary>Finalizers of this program.</summary>
public static unsafe class Finalization
{
    // SAFETY (whole file): addresses of objects, which do not move. The lists keep their entries alive; the target's address is no
    // reference until the object is dead but for its finalizer. The collector changes lists while all threads are stopped.
    private const long Suppressed = 4;
    private static readonly object s_running = new();
    private static Entry? s_listed;
    private static Entry? s_ready;
    private static Thread? s_thread;
    private static volatile nint s_block;

    /// <summary>Programs with finalizers call this before Main; the build adds the call.</summary>
    public static void Enable()
    {
        *Native.FinalizableAllocator() = (nint)(delegate*<MethodTable*, object>)&Allocate;
        AfterMarking.AddFinalizers(&Step);
        GC.SetFinalization(&RunAll, &SetSuppressed);
    }

    // Replaces the allocator's common path for types with finalizers.
    private static object Allocate(MethodTable* type)
    {
        object made = Exceptions.FromAddress((nint)Native.AllocateObject(type, type->BaseSize));
        Entry entry = new() { Target = Exceptions.ToAddress(made) };
        do
        {
            entry.Next = Volatile.Read(ref s_listed);
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref s_listed, entry, entry.Next), entry.Next));
        if (s_thread is null)
        {
            Begin();
        }

        GC.KeepAlive(made);
        return made;
    }

    private static void Begin()
    {
        Thread thread = new(Work) { IsBackground = true };
        if (Interlocked.CompareExchange(ref s_thread, thread, null) is null)
        {
            thread.Start();
        }
    }

    private static void Work()
    {
        ThreadBlock* self = Threads.Current;
        Threads.PrepareToPark(self);
        s_block = (nint)self;
        while (true)
        {
            RunAll();
            if (Volatile.Read(ref s_ready) is null)
            {
                _ = Threads.Park(self, Deadline.Never);
            }
        }
    }

    // Runs all that are ready; a caller waits for the one that another thread runs.
    private static void RunAll()
    {
        lock (s_running)
        {
            while (Volatile.Read(ref s_ready) is { } entry)
            {
                if (!ReferenceEquals(Interlocked.CompareExchange(ref s_ready, entry.Next, entry), entry))
                {
                    continue;
                }

                object target = entry.Object!;
                entry.Object = null;
                ((delegate*<object, void>)target.m_pEEType->Finalizer)(target);
            }
        }
    }

    private static void SetSuppressed(object target, bool isSuppressed)
    {
        ref long header = ref *(long*)(Exceptions.ToAddress(target) - 8);
        long seen;
        do
        {
            seen = header;
        }
        while (Interlocked.CompareExchange(ref header, isSuppressed ? seen | Suppressed : seen & ~Suppressed, seen) != seen);
        if (!isSuppressed)
        {
            Entry entry = new() { Target = Exceptions.ToAddress(target) };
            do
            {
                entry.Next = Volatile.Read(ref s_listed);
            }
            while (!ReferenceEquals(Interlocked.CompareExchange(ref s_listed, entry, entry.Next), entry.Next));
        }
    }

    private static void Step(bool isLast)
    {
        if (isLast)
        {
            return;
        }

        Entry? previous = null;
        Entry? next;
        bool isAny = false;
        for (Entry? entry = s_listed; entry is not null; entry = next)
        {
            next = entry.Next;
            if (Collector.IsMarked(entry.Target))
            {
                previous = entry;
                continue;
            }

            if (previous is null)
            {
                s_listed = next;
            }
            else
            {
                previous.Next = next;
            }

            if ((*(long*)(entry.Target - 8) & Suppressed) == 0)
            {
                entry.Object = Exceptions.FromAddress(entry.Target);
                entry.Next = s_ready;
                s_ready = entry;
                isAny = true;
            }
        }

        // Objects that they refer to also survive; only now, so that none hides another.
        for (Entry? entry = s_ready; entry is not null && isAny; entry = entry.Next)
        {
            Collector.MarkFrom((ulong)entry.Target);
        }

        if (isAny && s_block != 0)
        {
            Threads.Unpark((ThreadBlock*)s_block);
        }
    }

    private sealed class Entry
    {
        internal Entry? Next;
        internal nint Target;
        internal object? Object;
    }
}
