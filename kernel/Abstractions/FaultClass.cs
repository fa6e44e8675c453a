namespace RustKernel;

/// <summary>Why a thread at EL0 could not continue. ABI: fault messages and upcalls carry these numbers.</summary>
public enum FaultClass : uint
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>Nothing is mapped there.</summary>
    Unmapped = 1,

    /// <summary>It is mapped, but not for this kind of access.</summary>
    Permission = 2,

    /// <summary>A misaligned access, PC or stack pointer.</summary>
    Alignment = 3,

    /// <summary>An instruction that does not exist or is not allowed at EL0.</summary>
    Instruction = 4,

    /// <summary>A breakpoint instruction.</summary>
    Breakpoint = 5,

    /// <summary>A floating-point exception that traps.</summary>
    FloatingPoint = 6,

    /// <summary>An external abort or a memory error.</summary>
    Machine = 7,

    /// <summary>The quota is used up, or memory is.</summary>
    OutOfMemory = 8,

    /// <summary>Anything else.</summary>
    Other = 9,
}
