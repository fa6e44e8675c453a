// Locks on objects.

using RustKernel;
using RustKernel.Runtime;

namespace System.Threading;

public static class Monitor
{
    public static void Enter(object obj) => _ = Monitors.TryEnter(obj, Deadline.Never);

    public static void Enter(object obj, ref bool lockTaken)
    {
        if (lockTaken)
        {
            throw new ArgumentException("Argument must be initialized to false", nameof(lockTaken));
        }

        lockTaken = Monitors.TryEnter(obj, Deadline.Never);
    }

    public static bool TryEnter(object obj) => Monitors.TryEnter(obj, Deadline.Now);

    public static bool TryEnter(object obj, int millisecondsTimeout) =>
        Monitors.TryEnter(obj, millisecondsTimeout == 0 ? Deadline.Now : Clock.After(millisecondsTimeout));

    public static void Exit(object obj) => Monitors.Exit(obj);

    public static bool IsEntered(object obj) => Monitors.IsEntered(obj);

    public static bool Wait(object obj) => Monitors.Wait(obj, Deadline.Never);

    public static bool Wait(object obj, int millisecondsTimeout) => Monitors.Wait(obj, Clock.After(millisecondsTimeout));

    public static void Pulse(object obj) => Monitors.Pulse(obj, false);

    public static void PulseAll(object obj) => Monitors.Pulse(obj, true);
}
