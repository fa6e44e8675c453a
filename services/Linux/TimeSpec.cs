using System.Runtime.InteropServices;

namespace RustKernel.Linux;

/// <summary>A time in Linux's calls: seconds and nanoseconds. [include/uapi/linux/time.h]</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    internal long Seconds;
    internal long Nanoseconds;

    /// <summary>Whether it is a valid time.</summary>
    internal readonly bool IsValid => Seconds >= 0 && Nanoseconds is >= 0 and < 1_000_000_000;
}
