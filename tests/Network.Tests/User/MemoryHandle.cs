// A handle on the host.

namespace RustKernel.User;

/// <summary>A handle that names nothing.</summary>
public readonly struct MemoryHandle
{
}

/// <summary>What is done to it.</summary>
public static class MemoryHandles
{
    public static void Close(this MemoryHandle handle) => _ = handle;
}
