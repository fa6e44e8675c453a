namespace RustKernel.Memory.Map;

/// <summary>What the kernel does with the memory of an <see cref="EfiMemoryDescriptor"/>.</summary>
public enum EfiMemoryUse : byte
{
    /// <summary>Not RAM that the kernel may touch: registers, unusable or unknown memory, malformed descriptors.</summary>
    None,

    /// <summary>RAM that is ours once boot services have ended.</summary>
    Free,

    /// <summary>RAM that the firmware still needs: runtime services, ACPI tables and state.</summary>
    Kept,

    /// <summary>The firmware declares it off limits; it may or may not be RAM.</summary>
    Reserved,
}
