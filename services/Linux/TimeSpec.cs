// Time as Linux's calls carry it.

using System.Runtime.InteropServices;

namespace RustKernel.Linux;

/// <summary>Seconds and nanoseconds. [include/uapi/linux/time.h]</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    internal long Seconds;
    internal long Nanoseconds;

    /// <summary>Whether it is one.</summary>
    internal readonly bool IsValid => Seconds >= 0 && Nanoseconds is >= 0 and < 1_000_000_000;
}
