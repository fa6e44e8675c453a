namespace RustKernel.Drivers.GenericTimer;

/// <summary>Chooses a kernel's timer, by its exception level.</summary>
public static class TimerKinds
{
    /// <summary>
    /// The best timer for a kernel at <paramref name="exceptionLevel"/>. EL1 prefers the virtual
    /// one, which needs no permission; EL2 may trap the physical one. At EL2 only EL2's own timers
    /// interrupt us.
    /// </summary>
    /// <param name="exceptionLevel">1 or 2: where the kernel runs.</param>
    /// <param name="hasHostExtensions">EL2 runs with the Virtualization Host Extensions on.</param>
    /// <param name="availableMask">Bit n is set if the board wires timer n's interrupt (and the
    /// system-register struct for it exists).</param>
    /// <returns>
    /// <see cref="ErrorCode.NotFound"/> when there is no usable timer,
    /// <see cref="ErrorCode.InvalidArgument"/> for another level.
    /// </returns>
    public static Result<TimerKind> Choose(uint exceptionLevel, bool hasHostExtensions, uint availableMask)
    {
        if (exceptionLevel is not (1 or 2))
        {
            return ErrorCode.InvalidArgument;
        }

        TimerKind first = exceptionLevel == 1 ? TimerKind.Virtual : TimerKind.HypervisorPhysical;
        TimerKind second = exceptionLevel == 1 ? TimerKind.Physical : TimerKind.HypervisorVirtual;
        if (IsAvailable(first, availableMask))
        {
            return first;
        }

        bool allowed = exceptionLevel == 1 || hasHostExtensions;
        return allowed && IsAvailable(second, availableMask) ? second : ErrorCode.NotFound;
    }

    private static bool IsAvailable(TimerKind kind, uint availableMask) => (availableMask & (1u << (int)kind)) != 0;
}
