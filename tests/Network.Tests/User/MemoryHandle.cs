namespace RustKernel.User;

/// <summary>A handle that names nothing.</summary>
public readonly struct MemoryHandle
{
}

/// <summary>Operations on a handle.</summary>
public static class MemoryHandles
{
    public static void Close(this MemoryHandle handle) => _ = handle;
}
