// The threads of the process: blocks, stacks, beginning and end, waiting. Further threads have 16 MiB of addresses each, with stack and
// block at the end.

using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Threading;
using RustKernel.User;
using Thread = System.Threading.Thread;

namespace RustKernel.Runtime;

internal static unsafe class Threads
{
    // SAFETY (whole file): blocks are mapped before they are linked and never unmapped; the list
    // changes under the heap's lock, which the collector holds.
    // Each stack is a region of the process. The kernel allows about 510 regions: a hundred are left for the heap and the program's
    // mappings.
    internal const int Maximum = 400;
    private const ulong Area = 0xD_0000_0000;
    private const int AreaShift = 24;
    private const ulong PageBytes = 4096;
    // Pages come when touched, so a large stack costs only what is used.
    private const ulong DefaultStackBytes = 1 << 20;
    private const uint StacksInObject = 16;

    // Memory that a thread needs at once: its block, and the kernel's record.
    private const ulong ThreadBytes = 2 * PageBytes;
    private const ulong MainStackBytes = 8 << 20;
    private const ulong MainStackEnd = 0xF_0200_0000;
    internal const ulong LargestStackBytes = 8 << 20;
    private const uint FallbackPriority = 16;
    private const uint StateDead = 8;
    private static ThreadBlock* s_first;
    private static ThreadBlock* s_main;
    private static ThreadBlock* s_ended;
    private static uint s_made;
    private static Handle<Memory> s_stacks;
    private static uint s_stacksLeft;
    private static uint s_lastId;
    private static int s_foreground;

    /// <summary>The block of the running thread.</summary>
    internal static ThreadBlock* Current => (ThreadBlock*)Native.ThreadPointer();

    /// <summary>All running threads.</summary>
    internal static ThreadBlock* First => s_first;

    /// <summary>Sets up the first thread, on the stack that ends at <paramref name="stackEnd"/>.</summary>
    internal static void Start(ThreadBlock* block, ulong stackEnd)
    {
        block->StackEnd = stackEnd;
        block->EmergencyStack = Heap.EmergencyStack;
        block->Id = ++s_lastId;
        s_first = block;
        s_main = block;
        Native.SetThreadPointer((ulong)block);
    }

    /// <summary>
    /// A stack for the first thread that grows to 8 MiB, whatever its starter gave; if there is no memory, the end of the present one.
    /// </summary>
    internal static ulong MakeMainStack(ThreadBlock* block)
    {
        if (Heap.MapPages(MainStackEnd - MainStackBytes, MainStackBytes, MainStackBytes - PageBytes))
        {
            block->StackEnd = MainStackEnd;
            block->StackLow = MainStackEnd - MainStackBytes;
        }

        return block->StackEnd;
    }

    /// <summary>Runs <paramref name="thread"/> on a new thread. False: there is no memory, or there are the most threads.</summary>
    internal static bool Begin(Thread thread, ulong stackBytes)
    {
        stackBytes = stackBytes == 0 ? DefaultStackBytes : Math.Min((stackBytes + PageBytes - 1) & ~(PageBytes - 1), LargestStackBytes);
        uint priority = Priority();
        Heap.Lock.Acquire();
        bool isStarted = false;
        if (IsKnown())
        {
            ThreadBlock* block = Find(stackBytes);
            isStarted = block != null && Begin(block, thread, priority);
        }

        if (!isStarted && IsFull)
        {
            Limits.Forget();
        }
        else if (!isStarted)
        {
            Limits.Note(ThreadBytes);
        }

        Heap.Lock.Release();
        return isStarted;
    }

    /// <summary>Explains to a person why <see cref="Begin(Thread, ulong)"/> has just failed.</summary>
    internal static string WhyNone => IsFull
        ? $"No further thread. There are {Maximum}, the limit of the runtime; one that ends makes room."
        : $"No further thread. The limit is {Limits.Text()}.";

    private static bool IsFull => s_made == Maximum && s_ended == null;

    /// <summary>Waits at the thread's own port until <see cref="Unpark"/> or the deadline. It may return early.</summary>
    internal static bool Park(ThreadBlock* self, Deadline deadline)
    {
        if (self->Port.IsNone)
        {
            const ulong shortTicks = 20_000;
            Deadline end = new(Kernel.ReadCounter() + shortTicks);
            _ = Kernel.Sleep(end.Or(deadline));
            return !deadline.IsReached(end.Ticks);
        }

        Message message = default;
        return Kernel.Receive(self->Port, deadline, ref message) == ErrorCode.None;
    }

    /// <summary>Prepares to be woken. Without a port (no quota for it) a thread polls from time to time.</summary>
    internal static void PrepareToPark(ThreadBlock* self)
    {
        if (self->Port.IsNone && Kernel.PortCreate(1, out Handle<Port> port) == ErrorCode.None)
        {
            self->Port = port;
        }
    }

    internal static void Unpark(ThreadBlock* other)
    {
        if (!other->Port.IsNone)
        {
            _ = Kernel.Notify(other->Port, 1);
        }
    }

    /// <summary>Called at the first thread's end: waits for the threads that keep the process alive.</summary>
    internal static void WaitForForeground()
    {
        PrepareToPark(Current);
        while (Volatile.Read(ref s_foreground) != 0)
        {
            _ = Park(Current, Deadline.Never);
        }
    }

    internal static void CountForeground(int change)
    {
        if (Interlocked.Add(ref s_foreground, change) == 0)
        {
            Unpark(s_main);
        }
    }

    // Statics without references do not move.
    private static ThreadBlock** Running
    {
        get
        {
            fixed (ThreadBlock** place = &s_first)
            {
                return place;
            }
        }
    }

    private static ThreadBlock** Ended
    {
        get
        {
            fixed (ThreadBlock** place = &s_ended)
            {
                return place;
            }
        }
    }

    private static uint Priority()
    {
        ErrorCode error = Kernel.ThreadInfo(Handle<RustKernel.User.Thread>.None, out ThreadInfoResults info);
        return error == ErrorCode.None ? info.Priority : FallbackPriority;
    }

    // No one else has a handle to the first thread, which the collector stops when another one collects. So it gets a handle to itself
    // before there is a second.
    private static bool IsKnown()
    {
        ThreadBlock* self = Current;
        if (s_main->Handle.IsNone && self == s_main)
        {
            _ = Kernel.ThreadSelf(out self->Handle);
        }

        return !s_main->Handle.IsNone;
    }

    private static ThreadBlock* Find(ulong stackBytes)
    {
        ThreadBlock** link = Ended;
        for (ThreadBlock* ended = *link; ended != null; link = &ended->Next, ended = *link)
        {
            // One that was never created has no handle. The last instructions of any other may still be running.
            bool isFree = ended->Handle.IsNone
                || Kernel.ThreadInfo(ended->Handle, out ThreadInfoResults info) != ErrorCode.None || info.State == StateDead;
            if (isFree && ended->StackEnd - ended->StackLow >= stackBytes)
            {
                *link = ended->Next;
                _ = ended->Handle.IsNone ? ErrorCode.None : Kernel.HandleClose(ended->Handle);
                ended->Handle = default;
                return ended;
            }
        }

        if (s_made == Maximum)
        {
            return null;
        }

        ulong end = Area + ((ulong)(s_made + 1) << AreaShift);
        if (!MapStack(end, stackBytes))
        {
            return null;
        }

        s_made++;
        ThreadBlock* block = (ThreadBlock*)(end - PageBytes);
        block->StackEnd = end - PageBytes;
        block->StackLow = end - PageBytes - stackBytes;
        block->EmergencyStack = s_main->EmergencyStack;
        return block;
    }

    // Maps stack and block. Those of the usual size share memory objects: so a thread takes little more of the object quota than itself.
    private static bool MapStack(ulong end, ulong stackBytes)
    {
        ulong bytes = stackBytes + PageBytes;
        if (stackBytes != DefaultStackBytes)
        {
            return Heap.MapPages(end - bytes, bytes, stackBytes);
        }

        if (s_stacksLeft == 0)
        {
            _ = s_stacks.IsNone ? ErrorCode.None : Kernel.HandleClose(s_stacks);
            s_stacks = default;
            s_stacksLeft = Kernel.MemoryCreate(StacksInObject * bytes, out s_stacks) == ErrorCode.None ? StacksInObject : 0;
        }

        if (s_stacksLeft == 0 || !Heap.MapPart(s_stacks, (s_stacksLeft - 1) * bytes, end - bytes, bytes, stackBytes))
        {
            return false;
        }

        s_stacksLeft--;
        return true;
    }

    private static bool Begin(ThreadBlock* block, Thread thread, uint priority)
    {
        block->Object = Exceptions.ToAddress(thread);
        block->Exceptions = null;
        block->Id = ++s_lastId & 0xFFFFF;
        ErrorCode error = Kernel.ThreadCreate(
            Handle<Process>.None,
            Native.ThreadEntry(),
            block->StackEnd,
            (ulong)block,
            priority,
            cpus: 0,
            out Handle<RustKernel.User.Thread> handle);
        block->Handle = handle;
        if (error == ErrorCode.None)
        {
            block->Next = s_first;
            s_first = block;
            error = Kernel.ThreadStart(handle);
        }

        if (error != ErrorCode.None)
        {
            End(block);
        }

        return error == ErrorCode.None;
    }

    [RuntimeExport("thread_start")]
    private static void Run(ThreadBlock* self)
    {
        Unsafe.As<Thread>(Exceptions.FromAddress(self->Object)).Run();
        Heap.Lock.Acquire();
        End(self);
        Heap.Lock.Release();
    }

    // Removes it from the list: nothing of the thread is a root any more. Under the heap's lock.
    private static void End(ThreadBlock* block)
    {
        ThreadBlock** link = Running;
        while (*link != null && *link != block)
        {
            link = &(*link)->Next;
        }

        if (*link == block)
        {
            *link = block->Next;
        }

        for (int i = 0; i < ThreadBlock.MaximumStatics; i++)
        {
            block->Statics[i] = 0;
        }

        // The next collection finds its free slots again.
        block->Free = default;
        block->Object = 0;
        block->Next = s_ended;
        s_ended = block;
    }
}
