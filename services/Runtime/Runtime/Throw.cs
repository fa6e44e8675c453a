// One exception being thrown: a record on the thrower's stack, linked to those whose handlers run.

using System.Runtime.InteropServices;

namespace RustKernel.Runtime;

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Throw
{
    /// <summary>The previous record.</summary>
    internal Throw* Previous;

    /// <summary>The exception. It is on the stack, where the collector finds it.</summary>
    internal nint Exception;

    /// <summary>The frame whose handler runs.</summary>
    internal Frame Frame;

    /// <summary>The frame's PC is a fault's, not a return address.</summary>
    internal bool IsFault;

    /// <summary>A filter runs: an exception in it means false.</summary>
    internal bool IsFilter;

    /// <summary>The runtime walks for it: a fault now is the runtime's own, due to damaged tables.</summary>
    internal bool IsWalking;

    /// <summary>
    /// While the catching handler runs: the thrower's stack pointer. From there to <see cref="DeadEnd"/> everything is dead.
    /// </summary>
    internal ulong DeadFrom;

    /// <summary>The catching frame's stack pointer; 0: the exception is not caught yet.</summary>
    internal ulong DeadEnd;

    /// <summary>The clause whose handler runs.</summary>
    internal int Clause;

    /// <summary>Its protected range.</summary>
    internal uint TryStart;

    /// <summary>Its end.</summary>
    internal uint TryEnd;
}
