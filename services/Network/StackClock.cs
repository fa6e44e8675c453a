using RustKernel.User;

namespace RustKernel.Services.Network;

/// <summary>The stack's clock: microseconds of the machine's counter, which continue over a restart of the service.</summary>
internal static class StackClock
{
    private const ulong Second = 1_000_000;

    /// <summary>Now.</summary>
    internal static long Now
    {
        get
        {
            ulong counter = Kernel.ReadCounter();
            ulong hertz = Own.Hertz;
            return (long)((counter / hertz * Second) + (counter % hertz * Second / hertz));
        }
    }

    /// <summary>The counter's value at <paramref name="time"/>, or just after.</summary>
    internal static Deadline At(long time)
    {
        ulong whole = (ulong)time;
        return new Deadline((whole / Second * Own.Hertz) + (whole % Second * Own.Hertz / Second) + 1);
    }
}
