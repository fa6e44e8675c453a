// One exception on its way: a record on the thrower's stack, chained to those whose handlers run.

using System.Runtime.InteropServices;

namespace RustKernel.Runtime;

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Throw
{
    /// <summary>The record before.</summary>
    internal Throw* Previous;

    /// <summary>The exception. On the stack, where the collector looks.</summary>
    internal nint Exception;

    /// <summary>The frame whose handler runs.</summary>
    internal Frame Frame;

    /// <summary>The frame's PC is a fault's, not a return address.</summary>
    internal bool IsFault;

    /// <summary>A filter runs: what it throws means false.</summary>
    internal bool IsFilter;

    /// <summary>The runtime walks for it: a fault now is one of its own, by damaged tables.</summary>
    internal bool IsWalking;

    /// <summary>While the catching handler runs: the thrower's stack pointer. From there to <see cref="DeadEnd"/> nothing lives any
    /// more.</summary>
    internal ulong DeadFrom;

    /// <summary>The catching frame's stack pointer; 0: the exception still travels.</summary>
    internal ulong DeadEnd;

    /// <summary>The clause whose handler runs.</summary>
    internal int Clause;

    /// <summary>Its protected range.</summary>
    internal uint TryStart;

    /// <summary>Its end.</summary>
    internal uint TryEnd;
}
