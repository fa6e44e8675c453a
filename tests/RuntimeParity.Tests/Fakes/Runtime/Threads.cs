// Threads whose waits a test observes and ends.

using System;

namespace RustKernel.Runtime;

internal static unsafe class Threads
{
    [ThreadStatic]
    private static ThreadBlock* t_current;

    internal static ThreadBlock* Current
    {
        get => t_current;
        set => t_current = value;
    }

    internal static Action<int>? Parks { get; set; }

    internal static Action<int>? Unparks { get; set; }

    internal static void PrepareToPark(ThreadBlock* self) => ArgumentNullException.ThrowIfNull(self);

    internal static bool Park(ThreadBlock* self, Deadline deadline)
    {
        Parks!(self->Number);
        return deadline.IsNever;
    }

    internal static void Unpark(ThreadBlock* other) => Unparks!(other->Number);
}
