namespace RustKernel.Objects;

/// <summary>One timer: reports once at its time, then every period if it has one.</summary>
public struct TimerObject : IKernelObject
{
    /// <summary>Bookkeeping.</summary>
    public ObjectHeader Header;

    /// <summary>Where it is reported.</summary>
    public Notice Notice;

    /// <summary>When it is due, in CNTVCT ticks.</summary>
    public ulong DueCounter;

    /// <summary>Ticks between reports; 0: once.</summary>
    public ulong PeriodTicks;

    /// <summary>The priority of the thread that armed the timer.</summary>
    public byte Priority;

    /// <summary>How often it ran out since the last message.</summary>
    public uint Expired;

    /// <summary>Position in its deadline heap plus 1; 0: not armed.</summary>
    public uint DeadlinePosition;

    /// <summary>The heap that it is in: a CPU's, for a band of priorities.</summary>
    public uint DeadlineHeap;

    static ObjectKind IKernelObject.Kind => ObjectKind.Timer;

    /// <summary>Its slot.</summary>
    public readonly Slot<TimerObject> Slot => new(Header.Slot);
}
