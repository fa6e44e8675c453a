// Locks on parts of files: fcntl with F_SETLK and its relatives. Advisory, and only within this process: no other process sees them.

using System.Runtime.CompilerServices;
using RustKernel.Linux.Addresses;
using RustKernel.User;

namespace RustKernel.Linux.Files;

/// <summary>
/// A lock belongs to the process (F_SETLK), which never excludes itself, or to one open (F_OFD_SETLK). The process's locks end when any
/// descriptor of the file is closed; the others with the last descriptor of their open. [man 2 fcntl, "Advisory record locking"]
/// </summary>
internal static unsafe class RecordLocks
{
    /// <summary>The most locks; beyond them ENOLCK.</summary>
    internal const int Most = 128;

    private const int OfProcess = -1;
    private const int ForReading = 0;
    private const int ForWriting = 1;
    private const int Nothing = 2;
    private const long End = long.MaxValue;
    private const ulong PauseTicks = 1_000_000;

    private static SpinLock s_lock;
    private static LockTable s_locks;
    private static int s_used;

    // struct flock. [include/uapi/asm-generic/fcntl.h]
    private struct Wish
    {
        internal short Kind;
        internal short From;
        internal int Unused;
        internal long Start;
        internal long Bytes;
        internal int Process;
        internal int UnusedToo;
    }

    // Bytes Start to Last of a file.
    private struct RecordLock
    {
        internal ulong File;
        internal int Mount;
        internal int Owner;
        internal int Kind;
        internal long Start;
        internal long Last;

        internal readonly bool IsOf(in RecordLock other) => File == other.File && Mount == other.Mount;

        internal readonly bool Meets(in RecordLock other) => IsOf(in other) && Start <= other.Last && other.Start <= Last;
    }

    [InlineArray(Most)]
    private struct LockTable
    {
        private RecordLock _first;
    }

    /// <summary>F_GETLK, F_SETLK and F_SETLKW, and their F_OFD forms, for the file of <paramref name="descriptor"/>.</summary>
    internal static long Control(ref LinuxThread self, ulong descriptor, ulong command, ulong address)
    {
        const ulong firstOfOpen = 36;
        const ulong first = 5;
        long index = FileCalls.Hold(descriptor);
        if (index < 0)
        {
            return index;
        }

        bool isOfOpen = command >= firstOfOpen;
        ulong action = command - (isOfOpen ? firstOfOpen : first);
        long error = Read(ref FileNodes.At((int)index), address, isOfOpen, out RecordLock wish);
        wish.Owner = isOfOpen ? (int)index : OfProcess;
        error = error != 0 ? error
            : action == 0 ? Ask(address, in wish)
            : Set(ref self, ref FileNodes.At((int)index), in wish, action == 2);
        FileNodes.Drop((int)index);
        return error;
    }

    /// <summary>A descriptor of the file is closed.</summary>
    internal static void EndOfProcess(ref FileNode node) => Remove(new RecordLock { File = node.Number, Mount = node.Mount }, OfProcess);

    /// <summary>The last descriptor of the open is closed.</summary>
    internal static void EndOfOpen(ref FileNode node, int index) =>
        Remove(new RecordLock { File = node.Number, Mount = node.Mount }, index);

    // Converts the program's range to bytes of the file.
    private static long Read(ref FileNode node, ulong address, bool isOfOpen, out RecordLock wish)
    {
        const short fromCurrent = 1;
        const short fromEnd = 2;
        wish = default;
        if (!UserMemory.TryRead(address, out Wish said))
        {
            return Errno.BadAddress;
        }

        ulong start = said.From == fromCurrent ? node.Position : 0;
        long error = said.From == fromEnd ? FileNodes.Size(ref node, out start) : 0;
        bool isKnown = said.Kind is >= ForReading and <= Nothing && said.From is >= 0 and <= fromEnd && (!isOfOpen || said.Process == 0);
        if (error != 0 || !isKnown)
        {
            return error != 0 ? error : Errno.Invalid;
        }

        wish.Kind = said.Kind;
        wish.File = node.Number;
        wish.Mount = node.Mount;
        return said.Start > End - (long)start ? Errno.Overflow : Span((long)start + said.Start, said.Bytes, ref wish);
    }

    // 0 bytes: to the end, wherever that will be. A negative number: the bytes before start.
    private static long Span(long start, long bytes, ref RecordLock wish)
    {
        if (start < 0 || (bytes < 0 && (bytes == long.MinValue || start + bytes < 0)))
        {
            return Errno.Invalid;
        }

        if (bytes > 0 && bytes - 1 > End - start)
        {
            return Errno.Overflow;
        }

        wish.Start = bytes < 0 ? start + bytes : start;
        wish.Last = bytes < 0 ? start - 1 : bytes == 0 ? End : start + bytes - 1;
        return 0;
    }

    private static long Ask(ulong address, in RecordLock wish)
    {
        if (wish.Kind == Nothing)
        {
            return Errno.Invalid;
        }

        s_lock.Enter();
        int other = Other(in wish);
        RecordLock found = other >= 0 ? s_locks[other] : default;
        s_lock.Leave();
        if (other < 0)
        {
            return UserMemory.Write(address, (short)Nothing);
        }

        return UserMemory.Write(address, new Wish
        {
            Kind = (short)found.Kind,
            From = 0,
            Unused = 0,
            Start = found.Start,
            Bytes = found.Last == End ? 0 : found.Last - found.Start + 1,
            Process = found.Owner == OfProcess ? Threads.ProcessNumber : -1,
            UnusedToo = 0,
        });
    }

    private static long Set(ref LinuxThread self, ref FileNode node, in RecordLock wish, bool waits)
    {
        uint access = node.Flags & FileNodes.AccessMask;
        if ((wish.Kind == ForReading && access == 1) || (wish.Kind == ForWriting && access == 0))
        {
            return Errno.BadDescriptor;
        }

        // Nothing else can be opened twice.
        if (node.Kind != NodeKind.File)
        {
            return 0;
        }

        long error = TrySet(wish);
        while (error == Errno.TryAgain && waits)
        {
            _ = Kernel.Sleep(new Deadline(Kernel.ReadCounter() + PauseTicks));
            error = self.Deliverable != 0 ? Errno.Restart : TrySet(wish);
        }

        return error;
    }

    private static long TrySet(RecordLock wish)
    {
        s_lock.Enter();

        // The lock around it may be split in two, and the new one also needs a place.
        long error = wish.Kind != Nothing && Other(in wish) >= 0 ? Errno.TryAgain : s_used + 2 > Most ? Errno.NoLocks : 0;
        if (error == 0)
        {
            Cut(ref wish);
            if (wish.Kind != Nothing)
            {
                s_locks[s_used++] = wish;
            }
        }

        s_lock.Leave();
        return error;
    }

    // Under the lock. Of the locks that exclude it, the one that begins first in the file; -1: there is none.
    private static int Other(in RecordLock wish)
    {
        int first = -1;
        for (int i = 0; i < s_used; i++)
        {
            bool isOther = s_locks[i].Owner != wish.Owner && (s_locks[i].Kind == ForWriting || wish.Kind == ForWriting);
            first = isOther && wish.Meets(in s_locks[i]) && (first < 0 || s_locks[i].Start < s_locks[first].Start) ? i : first;
        }

        return first;
    }

    // Under the lock. Removes its bytes from the owner's locks; those of the same kind that overlap or touch it are merged into it.
    private static void Cut(ref RecordLock wish)
    {
        for (int i = s_used - 1; i >= 0; i--)
        {
            RecordLock had = s_locks[i];
            bool isOwn = had.Owner == wish.Owner && had.IsOf(in wish);
            bool touches = had.Start - 1 == wish.Last || wish.Start - 1 == had.Last;
            if (isOwn && had.Kind == wish.Kind && (touches || had.Meets(in wish)))
            {
                wish.Start = had.Start < wish.Start ? had.Start : wish.Start;
                wish.Last = had.Last > wish.Last ? had.Last : wish.Last;
                s_locks[i] = s_locks[--s_used];
            }
            else if (isOwn && had.Meets(in wish))
            {
                s_locks[i] = s_locks[--s_used];
                Keep(had, had.Start, wish.Start - 1);
                Keep(had, wish.Last == End ? End : wish.Last + 1, wish.Last == End ? 0 : had.Last);
            }
        }
    }

    private static void Keep(RecordLock had, long start, long last)
    {
        if (start <= last)
        {
            had.Start = start;
            had.Last = last;
            s_locks[s_used++] = had;
        }
    }

    private static void Remove(RecordLock file, int owner)
    {
        s_lock.Enter();
        for (int i = s_used - 1; i >= 0; i--)
        {
            if (s_locks[i].Owner == owner && s_locks[i].IsOf(in file))
            {
                s_locks[i] = s_locks[--s_used];
            }
        }

        s_lock.Leave();
    }
}
