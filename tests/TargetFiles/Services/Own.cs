// A process's knowledge of itself.

namespace RustKernel.Services;

internal static class Own
{
    internal static uint Starts { get; set; }

    internal static Deadline In(ulong milliseconds) => new(milliseconds);

    internal static ulong Ticks(ulong milliseconds) => milliseconds;
}
