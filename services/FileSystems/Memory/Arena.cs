// Where a file system in memory lies.

using System;

namespace RustKernel.Services.FileSystems.Memory;

/// <summary>Bytes that may outlive the process that writes them; all zeros at first.</summary>
public abstract class Arena
{
    /// <summary>All of them.</summary>
    public abstract Span<byte> Bytes { get; }
}
