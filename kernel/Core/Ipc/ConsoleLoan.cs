// The serial line in the hands of a process. It puts what it has still to send into a memory object that outlives it, so that a panic, or the
// end of the process, loses no byte: the kernel sends the rest itself.

using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Objects;
using RustKernel.Spaces;

namespace RustKernel.Ipc;

/// <summary>
/// Who drives the UART. The memory object (ABI): bytes ever put in at offset 0, bytes ever sent at offset 8, the ring from offset 4096 to its end. Under the kernel lock, but
/// for a panic.
/// </summary>
public static class ConsoleLoan
{
    /// <summary>The bit that tells the borrower's port of new text in the log.</summary>
    public const ulong TextBit = 1;

    /// <summary>Most bytes of the memory object: the kernel sends a full ring with its lock held.</summary>
    public const ulong MaximumBytes = 16 * FrameSize.Bytes;

    private const ulong SentOffset = 8;
    private static bool s_isLent;
    private static uint s_process;
    private static uint s_port;
    private static uint s_memory;
    private static ulong s_seen;
    private static byte s_last;

    private static DirectMap Memory => default;

    /// <summary>
    /// From now on the kernel's text goes to the log alone, and <paramref name="port"/> is told of it. InvalidState: somebody has the line; InvalidArgument: <paramref name="memory"/> is
    /// no ring (two pages to <see cref="MaximumBytes"/>), a device's, or has a pager: what a panic reads must not ask anybody for pages.
    /// </summary>
    public static ErrorCode Take(uint process, uint port, uint memory)
    {
        if (s_process != 0)
        {
            return ErrorCode.InvalidState;
        }

        ref MemoryObject ring = ref KernelObjects.Memory(memory);
        if (ring.IsFixed || ring.Pager.Port != 0 || ring.SizeBytes <= FrameSize.Bytes || ring.SizeBytes > MaximumBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        ObjectReferences.Retain(ObjectKind.Port, port);
        ObjectReferences.Retain(ObjectKind.Memory, memory);
        s_process = process;
        s_port = port;
        s_memory = memory;
        s_seen = KernelLog.End;
        s_isLent = true;
        KernelConsole.Flush();
        KernelConsole.Lend();
        return ErrorCode.None;
    }

    /// <summary>The borrower has seen the log up to <paramref name="position"/>.</summary>
    public static void Saw(uint process, ulong position)
    {
        if (s_isLent && process == s_process && position <= KernelLog.End && position > s_seen)
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

    /// <summary>Process <paramref name="process"/> ends: if it has the line, the kernel has it again.</summary>
    public static void End(uint process)
    {
        if (process != s_process)
        {
            return;
        }

        TakeBack();
        s_process = 0;
        ObjectReferences.Release(ObjectKind.Port, s_port);
        ObjectReferences.Release(ObjectKind.Memory, s_memory);
    }

    /// <summary>The line is the kernel's again; what the borrower had not sent goes out first. In a panic, too: then the other CPUs are stopped. Nobody else gets the line before the borrower's <see cref="End"/>.</summary>
    public static void TakeBack()
    {
        if (!s_isLent)
        {
            return;
        }

        s_isLent = false;
        s_last = 0;
        KernelConsole.TakeBack();
        SendRing(ref KernelObjects.Memory(s_memory));
        for (ulong at = s_seen < KernelLog.Start ? KernelLog.Start : s_seen; at < KernelLog.End; at++)
        {
            Send(KernelLog.At(at));
        }

        // What the kernel writes next begins a line.
        if (s_last != (byte)'\n')
        {
            Send((byte)'\n');
        }
    }

    private static void Send(byte value)
    {
        s_last = value;
        KernelConsole.Send(value);
    }

    // The borrower's numbers are not trusted: never more than the ring holds.
    private static void SendRing(ref MemoryObject memory)
    {
        Result<PhysicalAddress> head = MemoryObjects.Page(ref memory, 0, create: false);
        if (!head.IsOk)
        {
            return;
        }

        ulong capacity = memory.SizeBytes - FrameSize.Bytes;
        ulong end = Memory.Read64(head.Value);
        ulong sent = Memory.Read64(head.Value + SentOffset);
        for (ulong at = end - sent > capacity ? end : sent; at != end; at++)
        {
            ulong offset = FrameSize.Bytes + (at % capacity);
            Result<PhysicalAddress> page = MemoryObjects.Page(ref memory, offset & ~FrameSize.Mask, create: false);
            if (page.IsOk)
            {
                Send((byte)(Memory.Read64(page.Value + (offset & FrameSize.Mask & ~7ul)) >> (8 * (int)(offset & 7))));
            }
        }

        Memory.Write64(head.Value + SentOffset, end);
    }
}
