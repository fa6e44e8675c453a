using RustKernel.Linux.Addresses;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>
/// futex: waits for a word to change, and wakes waiters. A table, by the word's address, has lists of waiting threads; each waits at its
/// own port. [man 2 futex]
/// </summary>
internal static unsafe class Futexes
{
    private const ulong Wait = 0;
    private const ulong Wake = 1;
    private const ulong Requeue = 3;
    private const ulong CompareRequeue = 4;
    private const ulong WaitBitset = 9;
    private const ulong WakeBitset = 10;
    private const ulong CommandMask = 127;
    private const ulong RealtimeFlag = 256;
    private const uint AllBits = uint.MaxValue;
    private const int Places = 64;

    private static SpinLock s_lock;
    private static PlaceTable s_places;

    private struct PlaceTable
    {
        internal fixed ulong First[Places];
    }

    /// <summary>futex; the address of the second word is not needed.</summary>
    internal static long Call(ref LinuxThread self, ulong address, ulong operation, ulong value, ulong timeout, ulong value3)
    {
        if ((address & 3) != 0)
        {
            return Errno.Invalid;
        }

        bool isRealtime = (operation & RealtimeFlag) != 0;
        switch (operation & CommandMask)
        {
            case Wait: return WaitFor(ref self, address, (uint)value, timeout, AllBits, isAbsolute: false, isRealtime);
            case WaitBitset: return WaitFor(ref self, address, (uint)value, timeout, (uint)value3, isAbsolute: true, isRealtime);
            case Wake: return WakeAt(address, (int)value, AllBits);
            case WakeBitset: return WakeAt(address, (int)value, (uint)value3);
            case Requeue: return WakeAt(address, int.MaxValue, AllBits);
            case CompareRequeue:
                NativeCode.WordResult word = NativeCode.LoadWord(address);
                return word.Fault != 0 ? Errno.BadAddress
                    : (uint)word.Word != (uint)value3 ? Errno.TryAgain
                    : WakeAt(address, int.MaxValue, AllBits);
            default: return Errno.NotImplemented;
        }
    }

    /// <summary>Wakes at most <paramref name="most"/> threads that wait for the word; returns how many.</summary>
    internal static long WakeAt(ulong address, int most, uint bits)
    {
        if (bits == 0)
        {
            return Errno.Invalid;
        }

        long count = 0;
        s_lock.Enter();
        ref ulong link = ref s_places.First[Place(address)];
        while (link != 0 && count < most)
        {
            ref LinuxThread thread = ref LinuxThread.At(link);
            if (thread.WaitsAt == address && (thread.WaitBits & bits) != 0)
            {
                link = thread.NextWaiter;
                thread.WaitsAt = 0;
                thread.IsWoken = 1;
                _ = Kernel.Notify(thread.Port, 1);
                count++;
            }
            else
            {
                link = ref thread.NextWaiter;
            }
        }

        s_lock.Leave();
        return count;
    }

    private static int Place(ulong address) => (int)(((address >> 2) ^ (address >> 12)) % Places);

    private static long WaitFor(
        ref LinuxThread self,
        ulong address,
        uint value,
        ulong timeout,
        uint bits,
        bool isAbsolute,
        bool isRealtime)
    {
        Deadline deadline = Deadline.Never;
        if (timeout != 0)
        {
            if (!UserMemory.TryRead(timeout, out TimeSpec time))
            {
                return Errno.BadAddress;
            }

            if (!time.IsValid)
            {
                return Errno.Invalid;
            }

            deadline = Clock.ToDeadline(in time, isAbsolute, isRealtime);
        }

        if (bits == 0)
        {
            return Errno.Invalid;
        }

        // Checks the word under the lock that wakers take after they have changed it: so no wake-up is missed.
        s_lock.Enter();
        NativeCode.WordResult word = NativeCode.LoadWord(address);
        if (word.Fault != 0 || (uint)word.Word != value)
        {
            s_lock.Leave();
            return word.Fault != 0 ? Errno.BadAddress : Errno.TryAgain;
        }

        ref ulong first = ref s_places.First[Place(address)];
        self.WaitsAt = address;
        self.WaitBits = bits;
        self.IsWoken = 0;
        self.NextWaiter = 0;
        Append(ref first, self.Address);
        s_lock.Leave();
        return Sleep(ref self, address, deadline);
    }

    private static long Sleep(ref LinuxThread self, ulong address, Deadline deadline)
    {
        ErrorCode error = ErrorCode.None;
        while (System.Threading.Volatile.Read(ref self.IsWoken) == 0 && error == ErrorCode.None && self.Deliverable == 0)
        {
            Message message = default;
            error = Kernel.Receive(self.Port, deadline, ref message);
        }

        s_lock.Enter();
        bool isWoken = self.IsWoken != 0;
        if (!isWoken)
        {
            Remove(ref s_places.First[Place(address)], self.Address);
            self.WaitsAt = 0;
        }

        s_lock.Leave();
        return isWoken ? 0 : self.Deliverable != 0 ? Errno.Restart : Errno.TimedOut;
    }

    private static void Append(ref ulong link, ulong thread)
    {
        while (link != 0)
        {
            link = ref LinuxThread.At(link).NextWaiter;
        }

        link = thread;
    }

    private static void Remove(ref ulong link, ulong thread)
    {
        while (link != 0 && link != thread)
        {
            link = ref LinuxThread.At(link).NextWaiter;
        }

        if (link == thread)
        {
            link = LinuxThread.At(thread).NextWaiter;
        }
    }
}
