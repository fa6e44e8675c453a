// The place of the one retained text, and how its text gets into the next boot's log.

using System;
using RustKernel.Arm64;
using RustKernel.Diagnostics;

namespace RustKernel.Panic;

/// <summary>
/// The text that a panic leaves for the next boot. The place is the same at each boot, as long as the machine has the same memory;
/// neither the kernel nor programs ever use it.
/// </summary>
public static class RetainedLog
{
    // No other line of the log begins like this: a search for panics in a console's text must not find an old one.
    private static ReadOnlySpan<byte> LineStart => "| "u8;

    private static PhysicalAddress s_start;
    private static bool s_isKeeping;

    private static RetainedText<DirectMap> Text => new(default, s_start);

    /// <summary>From now on panics keep their text at <paramref name="start"/>, which is in the direct map.</summary>
    public static void Use(PhysicalAddress start) => s_start = start;

    /// <summary>Keeps the end of the log over a restart of the machine. At the end of a panic; does nothing without a place.</summary>
    public static void Keep()
    {
        // A fault in here is a second panic, which comes here again.
        if (s_start.Value != 0 && !s_isKeeping)
        {
            s_isKeeping = true;
            Text.KeepLog();
            DirectMap.CleanAndInvalidate(s_start, RetainedText<DirectMap>.SizeBytes);
        }
    }

    /// <summary>
    /// Adds the text that the last panic kept to the log, once, and only there: each line after "| ". The console gets one line
    /// about it. Before the first program runs.
    /// </summary>
    public static void TakeOut()
    {
        uint count = s_start.Value == 0 ? 0 : Text.Count;
        if (count == 0)
        {
            return;
        }

        KernelConsole.Write("Boot: the kernel panicked before this start; dmesg has what it said ("u8);
        KernelConsole.WriteDecimal(count);
        KernelConsole.Write(" bytes)\n"u8);
        bool isStart = true;
        for (uint i = 0; i < count; i++)
        {
            if (isStart)
            {
                Append(LineStart);
            }

            byte value = Text.At(i);
            KernelLog.Append(value);
            isStart = value == (byte)'\n';
        }

        Append(isStart ? default : "\n"u8);
        Text.Forget();
        DirectMap.CleanAndInvalidate(s_start, sizeof(ulong));
    }

    private static void Append(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            KernelLog.Append(value);
        }
    }
}
