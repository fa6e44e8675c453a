// Locks on objects.

using RustKernel.Runtime;
using RustKernel.User;

namespace System.Threading;

public static class Monitor
{
    public static void Enter(object obj) => _ = Monitors.TryEnter(obj, Kernel.Never);

    public static void Enter(object obj, ref bool lockTaken)
    {
        if (lockTaken)
        {
            throw new ArgumentException("Argument must be initialized to false", nameof(lockTaken));
        }

        lockTaken = Monitors.TryEnter(obj, Kernel.Never);
    }

    public static bool TryEnter(object obj) => Monitors.TryEnter(obj, 0);

    public static bool TryEnter(object obj, int millisecondsTimeout) =>
        Monitors.TryEnter(obj, millisecondsTimeout == 0 ? 0 : Clock.Deadline(millisecondsTimeout));

    public static void Exit(object obj) => Monitors.Exit(obj);

    public static bool IsEntered(object obj) => Monitors.IsEntered(obj);

    public static bool Wait(object obj) => Monitors.Wait(obj, Kernel.Never);

    public static bool Wait(object obj, int millisecondsTimeout) => Monitors.Wait(obj, Clock.Deadline(millisecondsTimeout));

    public static void Pulse(object obj) => Monitors.Pulse(obj, false);

    public static void PulseAll(object obj) => Monitors.Pulse(obj, true);
}
