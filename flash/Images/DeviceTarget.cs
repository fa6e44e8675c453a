// A block device as a target.

using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace RustKernel.Flash.Images;

/// <summary>
/// Opened exclusively unless forced: from then on no one can mount it, and a file system that was mounted between the check
/// and now makes the opening fail.
/// </summary>
public sealed class DeviceTarget : IBlockTarget
{
    private readonly SafeFileHandle _handle;

    /// <summary>Opens the device.</summary>
    /// <exception cref="IOException">It cannot be opened; HResult is errno.</exception>
    public DeviceTarget(string path, bool write, bool exclusive)
    {
        Name = path;
        _handle = LinuxFile.OpenDevice(path, write, exclusive);
        SectorBytes = LinuxFile.SectorBytes(_handle);
        Capacity = LinuxFile.DeviceBytes(_handle);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int SectorBytes { get; }

    /// <inheritdoc/>
    public long Capacity { get; }

    /// <inheritdoc/>
    public bool IsBlank => false;

    /// <inheritdoc/>
    public void Write(long offset, ReadOnlySpan<byte> data) => RandomAccess.Write(_handle, data, offset);

    /// <inheritdoc/>
    public void Flush() => LinuxFile.Synchronize(_handle);

    /// <inheritdoc/>
    public void DropCache()
    {
        LinuxFile.DropBuffers(_handle);
        LinuxFile.DropPages(_handle);
    }

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> data) => RandomAccess.Read(_handle, data, offset);

    /// <inheritdoc/>
    public void Finish(long length) => LinuxFile.RereadPartitions(_handle);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
