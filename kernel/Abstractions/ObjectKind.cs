// The kinds of kernel objects that a handle can name. The numbers are ABI.

namespace RustKernel;

/// <summary>What a handle names.</summary>
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
    /// The authority over devices: makes memory objects of device registers, and interrupts. Given
    /// to the first process only.
    /// </summary>
    Machine = 7,
}
