// The threads that are ready on one CPU: 32 lists and a bit for each that is not empty.

using System.Runtime.CompilerServices;

namespace RustKernel.Scheduling;

/// <summary>
/// One CPU's queue; which levels are not empty stands in its
/// <see cref="Arm64.CpuBlock.ReadyLevels"/>. Links run through the threads. Under the kernel lock.
/// </summary>
public struct RunQueue
{
    /// <summary>Priorities: 0 (lowest) to 31.</summary>
    public const int PriorityCount = 32;

    /// <summary>Threads in it.</summary>
    public uint Count;

    /// <summary>First thread of each priority.</summary>
    public Slots First;

    /// <summary>Last thread of each priority.</summary>
    public Slots Last;

    /// <summary>A thread for each priority; 0: none.</summary>
    [InlineArray(PriorityCount)]
    public struct Slots
    {
        private uint _first;
    }
}
