// The three fates of a piece of the UEFI memory map.

namespace RustKernel.Memory.Map;

/// <summary>What the kernel does with the memory of an <see cref="EfiMemoryDescriptor"/>.</summary>
public enum EfiMemoryUse : byte
{
    /// <summary>Not RAM that the kernel may touch: registers, unusable or unknown memory, malformed descriptors.</summary>
    None,

    /// <summary>RAM, ours from the moment boot services are gone.</summary>
    Free,

    /// <summary>RAM that the firmware still needs: runtime services, ACPI tables and state.</summary>
    Kept,

    /// <summary>Named by the firmware as off limits; it may or may not be RAM.</summary>
    Reserved,
}
