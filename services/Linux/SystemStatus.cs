// What a program asks the system: CPUs, memory, limits, names; also sleeping.

using System;
using System.Runtime.InteropServices;
using RustKernel.Linux.Addresses;
using RustKernel.Linux.Files;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>Calls that answer a question. [man 2 of each]</summary>
internal static unsafe class SystemStatus
{
    private const ulong Unlimited = ulong.MaxValue;
    private const ulong StackLimit = 3;
    private const ulong FilesLimit = 7;
    private const ulong LimitCount = 16;

    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        internal ulong Now;
        internal ulong Most;
    }

    [StructLayout(LayoutKind.Sequential, Size = 112)]
    private struct MachineInformation
    {
        internal ulong UpSeconds;
        internal ulong Load1;
        internal ulong Load5;
        internal ulong Load15;
        internal ulong TotalBytes;
        internal ulong FreeBytes;
        internal ulong SharedBytes;
        internal ulong BufferBytes;
        internal ulong SwapBytes;
        internal ulong FreeSwapBytes;
        internal ushort Processes;
        internal ushort Padding;
        internal uint Padding2;
        internal ulong HighBytes;
        internal ulong FreeHighBytes;
        internal uint Unit;
    }

    private struct NameText
    {
        internal fixed byte Bytes[65];
    }

    /// <summary>The number of CPUs.</summary>
    internal static ulong CpuCount => Kernel.SystemInfo(SystemItem.CpuCount);

    /// <summary>The bytes that the process may have, and how many are left.</summary>
    internal static void Memory(out ulong total, out ulong free)
    {
        total = 0;
        free = 0;
        if (Kernel.ProcessUsage(default, out ProcessUsageResults usage) == ErrorCode.None
            && Kernel.ProcessInfo(Program.Process, out ProcessInfoResults info) == ErrorCode.None)
        {
            total = usage.FrameLimit * Layout.PageBytes;
            free = (usage.FrameLimit - info.Frames) * Layout.PageBytes;
        }
    }

    /// <summary>sched_yield.</summary>
    internal static long Yield()
    {
        _ = Kernel.Yield();
        return 0;
    }

    /// <summary>nanosleep, clock_nanosleep.</summary>
    internal static long Sleep(ref LinuxThread self, bool isAbsolute, ulong clock, ulong wanted, ulong rest)
    {
        if (!UserMemory.TryRead(wanted, out TimeSpec time))
        {
            return Errno.BadAddress;
        }

        if (!time.IsValid)
        {
            return Errno.Invalid;
        }

        Deadline deadline = Clock.ToDeadline(in time, isAbsolute, Clock.IsRealtime(clock));
        while (self.Deliverable == 0)
        {
            Message message = default;
            if (Kernel.Receive(self.Port, deadline, ref message) != ErrorCode.None)
            {
                return 0;
            }
        }

        if (!isAbsolute && rest != 0)
        {
            ulong now = Kernel.ReadCounter();
            ulong hertz = Kernel.SystemInfo(SystemItem.CounterHz);
            ulong left = deadline.Ticks > now ? deadline.Ticks - now : 0;
            _ = UserMemory.TryWrite(
                rest,
                new TimeSpec { Seconds = (long)(left / hertz), Nanoseconds = (long)(left % hertz * 1_000_000_000 / hertz) });
        }

        return Errno.Interrupted;
    }

    /// <summary>sched_getaffinity.</summary>
    internal static long Affinity(ulong bytes, ulong address)
    {
        ulong mask = (1ul << (int)CpuCount) - 1;
        return (bytes & 7) != 0 || bytes == 0 ? Errno.Invalid : UserMemory.TryWrite(address, mask) ? 8 : Errno.BadAddress;
    }

    /// <summary>uname.</summary>
    internal static long Name(ulong address)
    {
        long error = WriteName(address, "Linux"u8);
        error = error == 0 ? WriteName(address + 65, "rustkernel"u8) : error;
        error = error == 0 ? WriteName(address + 130, "6.1.0"u8) : error;
        error = error == 0 ? WriteName(address + 195, "RustKernel personality"u8) : error;
        error = error == 0 ? WriteName(address + 260, "aarch64"u8) : error;
        return error == 0 ? WriteName(address + 325, default) : error;
    }

    private static long WriteName(ulong address, System.ReadOnlySpan<byte> name)
    {
        NameText text = default;
        for (int i = 0; i < name.Length; i++)
        {
            text.Bytes[i] = name[i];
        }

        return UserMemory.Write(address, text);
    }

    /// <summary>getrusage: all zero.</summary>
    internal static long Usage(ulong address) => NativeCode.ZeroMemory(address, 144) == 0 ? 0 : Errno.BadAddress;

    /// <summary>prctl: accepts a thread's name, and nothing else.</summary>
    internal static long ProcessControl(ulong what)
    {
        const ulong setName = 15;
        return what == setName ? 0 : Errno.Invalid;
    }

    /// <summary>getcpu.</summary>
    internal static long Processor(ulong cpu, ulong node)
    {
        uint number = (uint)Kernel.SystemInfo(SystemItem.CurrentCpu);
        return (cpu != 0 && !UserMemory.TryWrite(cpu, number)) || (node != 0 && !UserMemory.TryWrite(node, 0u)) ? Errno.BadAddress : 0;
    }

    /// <summary>sysinfo: reports as much memory as the manifest grants.</summary>
    internal static long Information(ulong address)
    {
        Memory(out ulong total, out ulong free);
        return UserMemory.Write(
            address,
            new MachineInformation
            {
                UpSeconds = Clock.UpSeconds,
                TotalBytes = total,
                FreeBytes = free,
                Processes = 1,
                Unit = 1,
            });
    }

    /// <summary>prlimit64.</summary>
    internal static long Limit(ulong what, ulong wanted, ulong before)
    {
        if (what >= LimitCount)
        {
            return Errno.Invalid;
        }

        if (wanted != 0)
        {
            return Errno.NotPermitted;
        }

        ulong limit = what switch { StackLimit => InitialStack.LimitBytes, FilesLimit => (ulong)FileCalls.MostFiles, _ => Unlimited };
        return before == 0 ? 0 : UserMemory.Write(before, new Limits { Now = limit, Most = limit });
    }

    /// <summary>getrandom.</summary>
    internal static long Random(ulong address, ulong bytes)
    {
        const ulong most = 256;
        byte* piece = stackalloc byte[(int)most];
        for (ulong done = 0; done < bytes; done += most)
        {
            ulong now = Math.Min(most, bytes - done);
            // SAFETY: at most the bytes of the piece, here and below.
            Chance.Fill(new Span<byte>(piece, (int)now));
            if (!UserMemory.TryWrite(address + done, piece, now))
            {
                return Errno.BadAddress;
            }
        }

        return (long)bytes;
    }

    /// <summary>membarrier: query, registration, and the barrier among the threads of a process.</summary>
    internal static long MemoryBarrier(ulong command)
    {
        const ulong expedited = 8;
        const ulong registerExpedited = 16;
        switch (command)
        {
            case 0: return (long)(expedited | registerExpedited);
            case registerExpedited: return 0;
            case expedited:
                _ = Kernel.ProcessBarrier(0);
                return 0;
            default: return Errno.Invalid;
        }
    }
}
