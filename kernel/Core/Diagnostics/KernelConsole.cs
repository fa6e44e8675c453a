// The kernel's mouth: bytes, text, numbers to the console device. Owns which device that is. Allocates nothing, may be used
// from a panic at any moment.

using System;
using RustKernel.Arm64;

namespace RustKernel;

/// <summary>
/// Polled output to the serial line. Interrupts may be on or off. What stands between <see cref="BeginLine"/> and <see cref="EndLine"/> is not mixed
/// with other CPUs' lines.
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

    /// <summary>The device in use; null before the first one was found.</summary>
    public static ConsoleDevice? Device => s_device;

    /// <summary>From now on everything goes to <paramref name="device"/>.</summary>
    public static void Use(ConsoleDevice device) => s_device = device;

    /// <summary>
    /// Waits until no other CPU writes a line and keeps the console until <see cref="EndLine"/>. May nest, and an interrupt handler may write in the middle of the line it
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
        Publication.Store(ref s_owner, me);
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

    /// <summary>Writes a byte that is in the log already, or not to be there; LF becomes CR LF.</summary>
    public static void Send(byte value)
    {
        if (value == (byte)'\n')
        {
            ToDevice((byte)'\r');
        }

        ToDevice(value);
    }

    /// <summary>From now on nobody waits for the console: a panic writes, whoever held it, and what was kept back comes first.</summary>
    public static void Seize()
    {
        s_isSeized = true;
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

    /// <summary>Text of a program, as it is but for control characters other than line feed, tab and escape.</summary>
    public static void WriteForeignText(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool isPlain = text[i] >= 0x20 || text[i] is (byte)'\n' or (byte)'\t' or 0x1B;
            WriteByte(isPlain ? text[i] : (byte)'?');
        }
    }

    /// <summary>Waits until the last bit has left; without a device, or when it is stuck, returns at once or after the driver's limit.</summary>
    public static void Flush()
    {
        // A stuck line cannot be reported on itself; whatever follows (power off) must happen all the same.
        _ = s_device is null ? ErrorCode.InvalidState : s_device.Flush();
    }

    private static void WriteByte(byte value)
    {
        KernelLog.Append(value);
        if (!s_isLent && !s_isQuiet)
        {
            Send(value);
        }
    }

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
