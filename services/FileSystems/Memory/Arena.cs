using System;

namespace RustKernel.Services.FileSystems.Memory;

/// <summary>The memory of a file system: bytes that may outlive the process that writes them; at first all zeros.</summary>
public abstract class Arena
{
    /// <summary>All bytes.</summary>
    public abstract Span<byte> Bytes { get; }
}
