namespace RustKernel.Kernel.Tests.Fakes;

/// <summary>
/// The kernel's work in one entry. A word of memory, an object of a pool and a cache line to clean
/// count the same; zeros are written by cache lines.
/// </summary>
internal static class Work
{
    internal const ulong LineBytes = 64;

    /// <summary>Memory operations.</summary>
    internal static ulong Memory { get; set; }

    /// <summary>Bytes offered to the serial line.</summary>
    internal static ulong Console { get; set; }

    /// <summary>Microseconds in which the serial line was polled.</summary>
    internal static ulong PolledMicroseconds { get; set; }

    internal static void Reset()
    {
        Memory = 0;
        Console = 0;
        PolledMicroseconds = 0;
    }
}
