namespace RustKernel.Objects;

/// <summary>A device's interrupt line for user space. Held from the moment it fires until its driver acknowledges it.</summary>
public struct InterruptObject : IKernelObject
{
    /// <summary>Bookkeeping.</summary>
    public ObjectHeader Header;

    /// <summary>INTID, type and trigger.</summary>
    public InterruptSpecifier Specifier;

    /// <summary>Where it is reported.</summary>
    public Notice Notice;

    /// <summary>How often it fired since the last message.</summary>
    public uint Pending;

    /// <summary>True when it is registered with the interrupt controller.</summary>
    public bool IsConnected;

    static ObjectKind IKernelObject.Kind => ObjectKind.Interrupt;

    /// <summary>Its slot.</summary>
    public readonly Slot<InterruptObject> Slot => new(Header.Slot);

    /// <summary>True when it fired, and its driver has not acknowledged that.</summary>
    public bool IsHeld;
}
