namespace RustKernel;

/// <summary>The kind of kernel object that a handle names. The numbers are ABI.</summary>
public enum ObjectKind : byte
{
    /// <summary>Nothing: a free slot.</summary>
    None = 0,

    /// <summary>An address space with its threads, handles and quotas.</summary>
    Process = 1,

    /// <summary>A flow of control at EL0.</summary>
    Thread = 2,

    /// <summary>A bounded queue of messages.</summary>
    Port = 3,

    /// <summary>Pages that processes map.</summary>
    Memory = 4,

    /// <summary>A device's interrupt line.</summary>
    Interrupt = 5,

    /// <summary>An alarm at an absolute time.</summary>
    Timer = 6,

    /// <summary>
    /// The authority over devices: it makes interrupts, and memory objects of device registers. Only the first process gets it.
    /// </summary>
    Machine = 7,
}
