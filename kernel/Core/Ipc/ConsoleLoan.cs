// Lends the serial line to a process. The process puts the bytes that it has yet to send into a memory object that
// outlives it, so that neither a panic nor the end of the process loses any: the kernel sends the rest itself, by polling
// in a panic, otherwise as the device has room.

using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Memory.Frames;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Spaces;
using RustKernel.Syscalls;

namespace RustKernel.Ipc;

/// <summary>
/// Who drives the UART. The memory object (ABI): bytes ever put in at offset 0, bytes ever sent at
/// offset 8, the ring from offset 4096 to its end. Under the kernel lock, except in a panic.
/// </summary>
public static class ConsoleLoan
{
    /// <summary>The bit that notifies the borrower's port of new text in the log.</summary>
    public const ulong TextBit = 1;

    /// <summary>Most bytes of the memory object: a panic sends a full ring.</summary>
    public const ulong MaximumBytes = 16 * FrameSize.Bytes;

    private const ulong SentOffset = 8;
    private static bool s_isLent;
    private static Slot<Process> s_process;
    private static Slot<Port> s_port;
    private static Slot<MemoryObject> s_memory;
    private static ulong s_seen;
    private static byte s_last;

    // A line on its way back: the borrower's unsent bytes.
    private static bool s_isReturning;
    private static ulong s_ringAt;
    private static ulong s_ringEnd;
    private static ulong s_ringBytes;

    // The loan ends when the line is back.
    private static bool s_isOver;

    // The most that one pump offers the device.
    private const int PumpBytes = 64;

    private static DirectMap Memory => default;

    /// <summary>
    /// From now on the kernel's text goes only to the log, and <paramref name="port"/> is notified of it.
    /// InvalidState: a process has the line; InvalidArgument: <paramref name="memory"/> is no ring (two pages to
    /// <see cref="MaximumBytes"/>), belongs to a device, or has a pager: a panic that reads it must not ask anyone
    /// for pages. <see cref="LongCall.Later"/>: the line is on its way back, or text waits for it.
    /// </summary>
    public static ErrorCode Take(Slot<Process> process, Slot<Port> port, Slot<MemoryObject> memory)
    {
        ref MemoryObject ring = ref KernelObjects.Memory(memory);
        if (!s_process.IsNone && !s_isOver)
        {
            return ErrorCode.InvalidState;
        }

        if (ring.IsFixed || ring.Pager.Port != 0 || ring.SizeBytes <= FrameSize.Bytes || ring.SizeBytes > MaximumBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        Pump();
        if (HasWork || !(KernelConsole.IsIdle || KernelConsole.IsStuck(hasMoved: false)))
        {
            return LongCall.Later;
        }

        ObjectReferences.Retain(port);
        ObjectReferences.Retain(memory);
        s_process = process;
        s_port = port;
        s_memory = memory;
        s_seen = KernelLog.End;
        s_isLent = true;
        KernelConsole.Lend();
        return ErrorCode.None;
    }

    /// <summary>The borrower has seen the log up to <paramref name="position"/>.</summary>
    public static void Saw(Slot<Process> process, ulong position)
    {
        if (s_isLent && process.Index == s_process.Index && position <= KernelLog.End && position > s_seen)
        {
            s_seen = position;
        }
    }

    /// <summary>There is new text in the log.</summary>
    public static void Tell()
    {
        if (s_isLent)
        {
            Ports.SetBits(ref KernelObjects.Port(s_port), TextBit);
        }
    }

    /// <summary>
    /// Process <paramref name="process"/> ends: if it has the line, the kernel gets it back, once
    /// the borrower's unsent bytes are out.
    /// </summary>
    public static void End(Slot<Process> process)
    {
        if (process.Index != s_process.Index || s_isOver)
        {
            return;
        }

        s_isOver = true;
        BeginReturn();
        if (!s_isReturning)
        {
            Release();
        }
    }

    /// <summary>
    /// True when text waits for the line: a program's posted text, or the borrower's rest. May be read without the lock.
    /// </summary>
    public static bool HasWork => s_isReturning || KernelConsole.HasPosted;

    /// <summary>
    /// Sends as much of it as the device has room for, up to a few bytes. Never waits. Under the kernel lock, IRQs masked.
    /// </summary>
    public static void Pump()
    {
        bool hasRoom = s_isReturning ? PumpReturn() : KernelConsole.Pump();
        if (HasWork)
        {
            Chores.PostponeText(hasRoom);
        }
        else
        {
            Chores.Remove(Chores.Text);
        }
    }

    // False: the line has no more room for now.
    private static bool PumpReturn()
    {
        if (!KernelConsole.TryBegin())
        {
            return false;
        }

        int sent = 0;
        while (sent < PumpBytes && Next(out byte value) && KernelConsole.TrySend(value))
        {
            Passed(value);
            sent++;
        }

        if (KernelConsole.IsStuck(sent != 0))
        {
            Skip();
        }

        if (!Next(out _))
        {
            EndReturn();
        }

        KernelConsole.EndPump();
        return sent == PumpBytes;
    }

    /// <summary>
    /// Before the machine's end: the kernel has the line again and has sent everything.
    /// <see cref="LongCall.Later"/>: not yet. No one else gets the line before the borrower's
    /// <see cref="End"/>.
    /// </summary>
    public static ErrorCode GiveBack()
    {
        BeginReturn();
        Pump();
        return HasWork || !(KernelConsole.IsIdle || KernelConsole.IsStuck(hasMoved: false)) ? LongCall.Later : ErrorCode.None;
    }

    /// <summary>In a panic, when the other CPUs are stopped: sends the borrower's rest, however long that takes.</summary>
    public static void TakeBack()
    {
        BeginReturn();
        while (s_isReturning && Next(out byte value))
        {
            KernelConsole.Send(value);
            Passed(value);
        }

        if (s_isReturning)
        {
            EndReturn();
        }
    }

    // Does not trust the borrower's numbers, and reads them once: never more than the ring holds.
    private static void BeginReturn()
    {
        if (!s_isLent)
        {
            return;
        }

        s_isLent = false;
        s_isReturning = true;
        Chores.Add(Chores.Text);
        s_last = 0;
        s_ringAt = 0;
        s_ringEnd = 0;
        _ = KernelConsole.IsStuck(hasMoved: true);
        ref MemoryObject memory = ref KernelObjects.Memory(s_memory);
        s_ringBytes = memory.SizeBytes - FrameSize.Bytes;
        Result<PhysicalAddress> head = MemoryObjects.Page(ref memory, 0, create: false);
        if (head.IsOk)
        {
            s_ringEnd = Memory.Read64(head.Value);
            s_ringAt = Memory.Read64(head.Value + SentOffset);
            s_ringAt = s_ringEnd - s_ringAt > s_ringBytes ? s_ringEnd : s_ringAt;
            Memory.Write64(head.Value + SentOffset, s_ringEnd);
        }
    }

    // The next byte to send: first the ring, then the log from where the borrower had read it, then
    // an end of line, so that the kernel's text starts a new one.
    private static bool Next(out byte value)
    {
        // A page that the ring lacks counts as empty.
        while (s_ringAt != s_ringEnd)
        {
            if (TryRingByte(out value))
            {
                return true;
            }

            ulong left = FrameSize.Bytes - (s_ringAt % s_ringBytes & FrameSize.Mask);
            s_ringAt = s_ringEnd - s_ringAt < left ? s_ringEnd : s_ringAt + left;
        }

        s_seen = s_seen < KernelLog.Start ? KernelLog.Start : s_seen;
        value = s_seen < KernelLog.End ? KernelLog.At(s_seen) : (byte)'\n';
        return s_seen < KernelLog.End || s_last != (byte)'\n';
    }

    private static void Passed(byte value)
    {
        if (s_ringAt != s_ringEnd)
        {
            s_ringAt++;
        }
        else if (s_seen < KernelLog.End)
        {
            s_seen++;
        }

        s_last = value;
    }

    private static void Skip()
    {
        s_ringAt = s_ringEnd;
        s_seen = KernelLog.End;
        s_last = (byte)'\n';
    }

    private static bool TryRingByte(out byte value)
    {
        ulong offset = FrameSize.Bytes + (s_ringAt % s_ringBytes);
        Result<PhysicalAddress> page = MemoryObjects.Page(ref KernelObjects.Memory(s_memory), offset & ~FrameSize.Mask, create: false);
        value = page.IsOk ? (byte)(Memory.Read64(page.Value + (offset & FrameSize.Mask & ~7ul)) >> (8 * (int)(offset & 7))) : (byte)0;
        return page.IsOk;
    }

    private static void EndReturn()
    {
        s_isReturning = false;
        KernelConsole.TakeBack();
        if (s_isOver)
        {
            Release();
        }
    }

    private static void Release()
    {
        s_isOver = false;
        s_process = default;
        ObjectReferences.Release(s_port);
        ObjectReferences.Release(s_memory);
    }
}
