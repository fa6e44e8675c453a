using System.Runtime.InteropServices;

namespace RustKernel.Scheduling;

/// <summary>One entry of a deadline heap: what to wake, and when.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public struct DeadlineEntry
{
    /// <summary>CNTVCT_EL0 ticks.</summary>
    public ulong DueCounter;

    /// <summary>A thread or a timer, as <see cref="Objects.NoticeSource"/>.</summary>
    public uint Source;
}
