// Which limit was reached when memory, a thread or a port was refused. Allocates nothing, as there may be no memory.

using System;
using System.Text;
using RustKernel.User;

namespace RustKernel.Runtime;

internal static class Limits
{
    private const int KibibytesInPage = 4;
    private const int KibibyteShift = 10;

    // Pages that an object needs in addition: one of the heap's table, and translation tables for its addresses.
    private const uint KibibytesBesides = 6 * KibibytesInPage;
    private static uint s_used;
    private static uint s_wanted;
    private static ProcessUsageResults s_usage;

    /// <summary>
    /// Notes which limit was reached when <paramref name="bytes"/> of memory, with their objects and handles, were refused. Call it before
    /// anything is given back.
    /// </summary>
    internal static void Note(ulong bytes)
    {
        _ = Kernel.ProcessInfo(default, out ProcessInfoResults info);
        _ = Kernel.ProcessUsage(default, out s_usage);
        s_used = (uint)info.Frames * KibibytesInPage;
        s_wanted = (uint)((bytes + (1 << KibibyteShift) - 1) >> KibibyteShift);
    }

    /// <summary>Clears the note: the kernel's limits were not the cause, so there is no line to write.</summary>
    internal static void Forget() => s_usage = default;

    /// <summary>Writes a line about the limit that <see cref="Note"/> found, if it found one.</summary>
    internal static void Write()
    {
        if (s_usage.FrameLimit == 0)
        {
            return;
        }

        ReadOnlySpan<byte> key = Find(out uint value);
        DebugOutput.Write("   limit: "u8);
        DebugOutput.Write(key);
        if (value != 0)
        {
            DebugOutput.WriteDecimal(value);
            if (key[0] == (byte)'m')
            {
                DebugOutput.Write("K ("u8);
                DebugOutput.WriteDecimal(s_used);
                DebugOutput.Write("K used, "u8);
                DebugOutput.WriteDecimal(s_wanted);
                DebugOutput.Write("K wanted)"u8);
            }

            DebugOutput.Write(" of its manifest; a larger number in NAME.service raises it"u8);
        }

        DebugOutput.Write("\n"u8);
    }

    /// <summary>Writes a line about a stack of <paramref name="bytes"/>; <paramref name="most"/> is the largest possible stack.</summary>
    internal static void WriteStack(ulong bytes, ulong most)
    {
        DebugOutput.Write("   limit: this thread's stack of "u8);
        DebugOutput.WriteDecimal((uint)(bytes >> KibibyteShift));
        DebugOutput.Write("K; new Thread(start, maxStackSize) takes up to "u8);
        DebugOutput.WriteDecimal((uint)(most >> KibibyteShift));
        DebugOutput.Write("K\n"u8);
    }

    /// <summary>The limit with its value, for a message.</summary>
    internal static string Text()
    {
        string key = Encoding.UTF8.GetString(Find(out uint value));
        return value == 0 ? key : key + value.ToString() + (key[0] == 'm' ? "K" : "") + " of its manifest";
    }

    // The manifest's key and its value; no value: the limit is not in the manifest. Either the memory wanted exceeds the limit by itself,
    // or no further object or handle is available, or the object would have needed one page too many.
    private static ReadOnlySpan<byte> Find(out uint value)
    {
        uint limit = (uint)s_usage.FrameLimit * KibibytesInPage;
        ulong needed = (ulong)s_used + Math.Max(s_wanted, KibibytesInPage);
        bool isObjects = s_usage.Objects >= s_usage.ObjectLimit;
        bool isHandles = s_usage.Handles >= s_usage.HandleLimit;
        if (needed > limit || (!isObjects && !isHandles && needed + KibibytesBesides > limit))
        {
            value = limit;
            return "memory="u8;
        }

        value = isObjects ? s_usage.ObjectLimit : isHandles ? s_usage.HandleLimit : 0;
        return isObjects ? "objects="u8
            : isHandles ? "handles="u8
            : "1024M for one object, 64 extents of the heap, or 510 regions of a process"u8;
    }
}
