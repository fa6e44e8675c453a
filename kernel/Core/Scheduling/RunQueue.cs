using System.Runtime.CompilerServices;

namespace RustKernel.Scheduling;

/// <summary>
/// The ready threads of one CPU: 32 lists. <see cref="Arm64.CpuBlock.ReadyLevels"/> has a bit for
/// each list that is not empty. Links run through the threads. Under the kernel lock.
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
