// The kernel's mouth: bytes, text, numbers to the console device. Owns which device that is. Allocates nothing, may be used
// from a panic at any moment.

using System;
using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Scheduling;

namespace RustKernel.Diagnostics;

/// <summary>
/// Output to the serial line. Interrupts may be on or off. What stands between
/// <see cref="BeginLine"/> and <see cref="EndLine"/> is not mixed
/// with other CPUs' lines. Text of the kernel itself is polled out, never with the kernel lock held but
/// for a panic; what is written for a program (<see cref="PostForeignText"/>) waits
/// in a ring until the device has room (<see cref="Pump"/>).
/// </summary>
public static class KernelConsole
{
    private static ConsoleDevice? s_device;
    private static TicketLock s_lock;
    private static uint s_owner;
    private static uint s_nested;
    private static bool s_isSeized;
    private static bool s_isLent;
    private static bool s_isQuiet;
    private static ulong s_quietFrom;
    private static Posted s_posted;
    private static uint s_postedHead;
    private static uint s_postedTail;
    private static bool s_isReturnSent;
    private static ulong s_movedAt;

    /// <summary>Bytes that wait at most.</summary>
    private const uint PostedBytes = 4096;

    // More than one call posts, and as much as the room for it is asked about.
    private const uint CallBytes = 64;

    // What a pump offers the device at most.
    private const uint PumpBytes = 64;

    [InlineArray((int)PostedBytes)]
    private struct Posted
    {
        private byte _first;
    }

    /// <summary>The device in use; null before the first one was found.</summary>
    public static ConsoleDevice? Device => s_device;

    /// <summary>From now on everything goes to <paramref name="device"/>.</summary>
    public static void Use(ConsoleDevice device) => s_device = device;

    /// <summary>
    /// Waits until no other CPU writes a line and keeps the console until <see cref="EndLine"/>. May
    /// nest, and an interrupt handler may write in the middle of the line it
    /// interrupted.
    /// </summary>
    public static void BeginLine()
    {
        uint me = PerCpu.Current.Index + 1;
        if (s_isSeized)
        {
            return;
        }

        if (Publication.Load(ref s_owner) == me)
        {
            s_nested++;
            return;
        }

        // Masked, so that no handler of this CPU finds the lock taken and the owner not yet written.
        ulong daif = Cpu.SaveAndMaskIrq();
        s_lock.Acquire();

        // A pump has it for some bytes, with IRQs masked.
        while (Publication.Exchange(ref s_owner, 0, me) != 0)
        {
            Cpu.Relax();
        }

        Cpu.RestoreInterrupts(daif);
    }

    /// <summary>Ends what <see cref="BeginLine"/> began.</summary>
    public static void EndLine()
    {
        if (s_isSeized)
        {
            return;
        }

        if (s_nested > 0)
        {
            s_nested--;
            return;
        }

        ulong daif = Cpu.SaveAndMaskIrq();
        Publication.Store(ref s_owner, 0);
        s_lock.Release();
        Cpu.RestoreInterrupts(daif);
    }

    /// <summary>From now on text goes to the log alone: somebody else drives the device.</summary>
    public static void Lend() => s_isLent = true;

    /// <summary>Ends <see cref="Lend"/>.</summary>
    public static void TakeBack() => s_isLent = false;

    /// <summary>Writes a byte that is in the log already, or not to be there; LF becomes CR LF. Polls.</summary>
    public static void Send(byte value)
    {
        if (value == (byte)'\n' && !s_isReturnSent)
        {
            ToDevice((byte)'\r');
        }

        s_isReturnSent = false;
        ToDevice(value);
    }

    /// <summary>As <see cref="Send"/>, but never waits. False: the device has no room; try the same byte again.</summary>
    public static bool TrySend(byte value)
    {
        if (value == (byte)'\n' && !s_isReturnSent)
        {
            if (!TryDevice((byte)'\r'))
            {
                return false;
            }

            s_isReturnSent = true;
        }

        if (!TryDevice(value))
        {
            return false;
        }

        s_isReturnSent = false;
        return true;
    }

    /// <summary>A program may post what one call brings.</summary>
    public static bool HasRoom => s_postedTail - Publication.Load(ref s_postedHead) <= PostedBytes - CallBytes;

    /// <summary>Something posted waits.</summary>
    public static bool HasPosted => Publication.Load(ref s_postedHead) != Publication.Load(ref s_postedTail);

    /// <summary>
    /// Text of a program, as it is but for control characters other than line feed, tab and escape; it
    /// waits for <see cref="Pump"/>. Under the kernel lock, at most 64 bytes while
    /// <see cref="HasRoom"/>.
    /// </summary>
    public static void PostForeignText(ReadOnlySpan<byte> text)
    {
        if (!HasPosted)
        {
            // The device's rest until now was not for want of room.
            s_movedAt = KernelClock.ReadCounter();
        }

        uint tail = s_postedTail;
        bool isShown = !s_isLent && !s_isQuiet;
        for (int i = 0; i < text.Length; i++)
        {
            bool isPlain = text[i] >= 0x20 || text[i] is (byte)'\n' or (byte)'\t' or 0x1B;
            byte value = isPlain ? text[i] : (byte)'?';
            KernelLog.Append(value);
            if (isShown)
            {
                s_posted[(int)(tail++ % PostedBytes)] = value;
            }
        }

        Publication.Store(ref s_postedTail, tail);
        if (isShown)
        {
            Chores.Add(Chores.Text);
        }
    }

    /// <summary>
    /// Sends of what was posted as much as the device has room for, some bytes at most; nothing while a
    /// line is being written. Never waits. False: the line takes no more for now. Under the kernel lock, IRQs masked.
    /// </summary>
    public static bool Pump()
    {
        if (!HasPosted)
        {
            return true;
        }

        if (!TryBegin())
        {
            return false;
        }

        uint head = s_postedHead;
        uint tail = Publication.Load(ref s_postedTail);
        uint end = tail - head > PumpBytes ? head + PumpBytes : tail;
        while (head != end && TrySend(s_posted[(int)(head % PostedBytes)]))
        {
            head++;
        }

        // A line that takes nothing for a second is stuck, and what waits for it is lost.
        Publication.Store(ref s_postedHead, IsStuck(head != s_postedHead) ? tail : head);
        EndPump();
        return head == end;
    }

    /// <summary>
    /// Takes the line for some bytes that <see cref="TrySend"/> sends. False: somebody writes a
    /// line. IRQs are masked until <see cref="EndPump"/>.
    /// </summary>
    public static bool TryBegin() => !s_isSeized && Publication.Exchange(ref s_owner, 0, PerCpu.Current.Index + 1) == 0;

    /// <summary>The end of <see cref="TryBegin"/>.</summary>
    public static void EndPump() => Publication.Store(ref s_owner, 0);

    /// <summary>
    /// Keeps count of the device's rests: true when it has taken nothing for a second.
    /// <paramref name="hasMoved"/>: it has just taken something.
    /// </summary>
    public static bool IsStuck(bool hasMoved)
    {
        ulong now = KernelClock.ReadCounter();
        if (hasMoved)
        {
            s_movedAt = now;
        }

        return KernelClock.FrequencyHz != 0 && now - s_movedAt > KernelClock.FrequencyHz;
    }

    /// <summary>The last bit has left, or there is no device to ask.</summary>
    public static bool IsIdle => s_device is null || s_device.IsIdle;

    /// <summary>From now on no one waits for the console: a panic writes even if another CPU holds it, what was kept back first.</summary>
    public static void Seize()
    {
        s_isSeized = true;
        SendPosted();
        Recall();
    }

    /// <summary>From now on text goes to the log alone, until <see cref="EndQuiet"/> or trouble.</summary>
    public static void BeginQuiet()
    {
        s_quietFrom = KernelLog.End;
        s_isQuiet = true;
    }

    /// <summary>Ends <see cref="BeginQuiet"/>; what was kept back stays in the log.</summary>
    public static void EndQuiet() => s_isQuiet = false;

    /// <summary>Writes what something that went wrong begins with: it ends the quiet, and what was kept back comes first.</summary>
    public static void WriteTrouble(ReadOnlySpan<byte> text)
    {
        Recall();
        Write(text);
    }

    /// <summary>Writes one of two texts; <paramref name="bad"/> is trouble.</summary>
    public static void WriteCheck(bool holds, ReadOnlySpan<byte> good, ReadOnlySpan<byte> bad)
    {
        if (holds)
        {
            Write(good);
        }
        else
        {
            WriteTrouble(bad);
        }
    }

    /// <summary>Writes UTF-8 bytes as they are; LF becomes CR LF. A device that does not take them loses them.</summary>
    public static void Write(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            WriteByte(value);
        }
    }

    /// <summary>Writes ASCII characters of a string; others become '?'. For compile-time texts only.</summary>
    public static void Write(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            WriteByte(text[i] < 0x80 ? (byte)text[i] : (byte)'?');
        }
    }

    /// <summary>Writes the text and ends the line.</summary>
    public static void WriteLine(ReadOnlySpan<byte> text)
    {
        BeginLine();
        Write(text);
        Write("\n"u8);
        EndLine();
    }

    /// <summary>Writes <paramref name="value"/> in decimal digits.</summary>
    public static void WriteDecimal(ulong value)
    {
        Span<byte> digits = stackalloc byte[NumberText.MaximumDigits];
        Write(NumberText.Decimal(value, digits));
    }

    /// <summary>Writes 0x and <paramref name="value"/> in hexadecimal, with at least <paramref name="digits"/> (1 to 16) digits.</summary>
    public static void WriteHex(ulong value, int digits = 1)
    {
        Write("0x"u8);
        Span<byte> buffer = stackalloc byte[NumberText.MaximumDigits];
        Write(NumberText.Hexadecimal(value, digits, buffer));
    }

    /// <summary>Writes text from outside with everything but printable ASCII as '?', at most <paramref name="limit"/> bytes.</summary>
    public static void WriteForeign(ReadOnlySpan<byte> text, int limit = 128)
    {
        for (int i = 0; i < text.Length && i < limit; i++)
        {
            WriteByte(text[i] >= 0x20 && text[i] < 0x7F ? text[i] : (byte)'?');
        }
    }

    /// <summary>
    /// Waits until the last bit has left; without a device, or when it is stuck, returns at once or
    /// after the driver's limit.
    /// </summary>
    public static void Flush()
    {
        // A stuck line cannot be reported on itself; whatever follows (power off) must happen all the same.
        _ = s_device is null ? ErrorCode.InvalidState : s_device.Flush();
    }

    private static void WriteByte(byte value)
    {
        KernelLog.Append(value);
        if (s_isLent || s_isQuiet)
        {
            return;
        }

        // Without order: text of another CPU that comes at the same time comes before or after.
        if (s_postedHead != s_postedTail)
        {
            BeginLine();
            SendPosted();
            EndLine();
        }

        Send(value);
    }

    // Polls. The line is the caller's.
    private static void SendPosted()
    {
        for (uint head = s_postedHead; head != Publication.Load(ref s_postedTail); Publication.Store(ref s_postedHead, ++head))
        {
            Send(s_posted[(int)(head % PostedBytes)]);
        }
    }

    private static bool TryDevice(byte value) => s_device is null || s_device.TryWriteByte(value) != ErrorCode.WouldBlock;

    private static void Recall()
    {
        if (!s_isQuiet)
        {
            return;
        }

        s_isQuiet = false;
        for (ulong at = s_quietFrom < KernelLog.Start ? KernelLog.Start : s_quietFrom; at < KernelLog.End; at++)
        {
            Send(KernelLog.At(at));
        }
    }

    private static void ToDevice(byte value)
    {
        // The same: there is no second channel to report a lost byte on. The test protocol's CRC finds it.
        _ = s_device is null ? ErrorCode.InvalidState : s_device.WriteByte(value);
    }
}
