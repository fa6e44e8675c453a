// The kernel's output: bytes, text and numbers for the console device. Owns which device that is. Allocates nothing, may be
// used from a panic at any moment.

using System;
using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Scheduling;

namespace RustKernel.Diagnostics;

/// <summary>
/// Output to the serial line. Interrupts may be on or off. Text between <see cref="BeginLine"/> and
/// <see cref="EndLine"/> does not mix with other CPUs' lines. The kernel's own text is sent by polling,
/// never with the kernel lock held except in a panic. A program's text (<see cref="PostForeignText"/>)
/// waits in a ring until the device has room (<see cref="Pump"/>).
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

    /// <summary>Most bytes that may wait.</summary>
    private const uint PostedBytes = 4096;

    // Several calls post text, each after a check for this much room.
    private const uint CallBytes = 64;

    // The most that one pump offers the device.
    private const uint PumpBytes = 64;

    [InlineArray((int)PostedBytes)]
    private struct Posted
    {
        private byte _first;
    }

    /// <summary>The device in use; null before the first one is found.</summary>
    public static ConsoleDevice? Device => s_device;

    /// <summary>Sends everything to <paramref name="device"/> from now on.</summary>
    public static void Use(ConsoleDevice device) => s_device = device;

    /// <summary>
    /// Waits until no other CPU writes a line and keeps the console until <see cref="EndLine"/>. May
    /// nest; an interrupt handler may write in the middle of the line that it interrupted.
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

        // Masked, so that no handler of this CPU finds the lock taken before the owner is written.
        ulong daif = Cpu.SaveAndMaskIrq();
        s_lock.Acquire();

        // A pump holds it for a few bytes, with IRQs masked.
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

    /// <summary>From now on text goes only to the log: another driver uses the device.</summary>
    public static void Lend() => s_isLent = true;

    /// <summary>Ends <see cref="Lend"/>.</summary>
    public static void TakeBack() => s_isLent = false;

    /// <summary>Writes a byte that is in the log already, or does not belong there; LF becomes CR LF. Polls.</summary>
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

    /// <summary>True when a program may post the text of one call.</summary>
    public static bool HasRoom => s_postedTail - Publication.Load(ref s_postedHead) <= PostedBytes - CallBytes;

    /// <summary>True when posted text waits.</summary>
    public static bool HasPosted => Publication.Load(ref s_postedHead) != Publication.Load(ref s_postedTail);

    /// <summary>
    /// Posts a program's text, unchanged except for control characters other than line feed, tab and
    /// escape; it waits for <see cref="Pump"/>. Under the kernel lock, at most 64 bytes while
    /// <see cref="HasRoom"/>.
    /// </summary>
    public static void PostForeignText(ReadOnlySpan<byte> text)
    {
        if (!HasPosted)
        {
            // Until now the device rested because it had nothing to send.
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
    /// Sends as much posted text as the device has room for, up to a few bytes; nothing while a line is being
    /// written. Never waits. False: the line has no more room for now. Under the kernel lock, IRQs masked.
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

        // A line that takes nothing for a second is stuck; the text that waits for it is lost.
        Publication.Store(ref s_postedHead, IsStuck(head != s_postedHead) ? tail : head);
        EndPump();
        return head == end;
    }

    /// <summary>
    /// Takes the line for a few bytes that <see cref="TrySend"/> sends. False: another CPU writes a
    /// line. IRQs are masked until <see cref="EndPump"/>.
    /// </summary>
    public static bool TryBegin() => !s_isSeized && Publication.Exchange(ref s_owner, 0, PerCpu.Current.Index + 1) == 0;

    /// <summary>Ends <see cref="TryBegin"/>.</summary>
    public static void EndPump() => Publication.Store(ref s_owner, 0);

    /// <summary>
    /// Times the device's pauses: true when it has taken nothing for a second.
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

    /// <summary>True when the last bit has left, or there is no device.</summary>
    public static bool IsIdle => s_device is null || s_device.IsIdle;

    /// <summary>
    /// From now on the console makes no one wait: a panic writes even if another CPU holds it, and text that was held back comes first.
    /// </summary>
    public static void Seize()
    {
        s_isSeized = true;
        SendPosted();
        Recall();
    }

    /// <summary>From now on text goes only to the log, until <see cref="EndQuiet"/> or trouble.</summary>
    public static void BeginQuiet()
    {
        s_quietFrom = KernelLog.End;
        s_isQuiet = true;
    }

    /// <summary>Ends <see cref="BeginQuiet"/>; text that was held back stays in the log.</summary>
    public static void EndQuiet() => s_isQuiet = false;

    /// <summary>Writes the start of a report of trouble: it ends the quiet, and text that was held back comes first.</summary>
    public static void WriteTrouble(ReadOnlySpan<byte> text)
    {
        Recall();
        Write(text);
    }

    /// <summary>Writes one of two texts; <paramref name="bad"/> counts as trouble.</summary>
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

    /// <summary>Writes UTF-8 bytes as they are; LF becomes CR LF. Bytes that the device does not take are lost.</summary>
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

    /// <summary>Writes text from outside with '?' for everything but printable ASCII, at most <paramref name="limit"/> bytes.</summary>
    public static void WriteForeign(ReadOnlySpan<byte> text, int limit = 128)
    {
        for (int i = 0; i < text.Length && i < limit; i++)
        {
            WriteByte(text[i] >= 0x20 && text[i] < 0x7F ? text[i] : (byte)'?');
        }
    }

    /// <summary>
    /// Waits until the last bit has left. Returns at once without a device, and after the driver's limit when it is stuck.
    /// </summary>
    public static void Flush()
    {
        // A stuck line cannot report itself, and the next step (power off) must happen anyway.
        _ = s_device is null ? ErrorCode.InvalidState : s_device.Flush();
    }

    private static void WriteByte(byte value)
    {
        KernelLog.Append(value);
        if (s_isLent || s_isQuiet)
        {
            return;
        }

        // Text of another CPU at the same time comes before or after, in no fixed order.
        if (s_postedHead != s_postedTail)
        {
            BeginLine();
            SendPosted();
            EndLine();
        }

        Send(value);
    }

    // Polls. The caller owns the line.
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
        // No second channel could report a lost byte either. The test protocol's CRC detects it.
        _ = s_device is null ? ErrorCode.InvalidState : s_device.WriteByte(value);
    }
}
