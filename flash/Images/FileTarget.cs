// A regular file as a target.

using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace RustKernel.Flash.Images;

/// <summary>Made anew: whatever it held is gone, and what is not written is a hole.</summary>
public sealed class FileTarget : IBlockTarget
{
    private readonly SafeFileHandle _handle;

    /// <summary>Makes the file, for a disk whose sectors have <paramref name="sectorBytes"/> bytes.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public FileTarget(string path, int sectorBytes = DiskImage.UsualSectorBytes)
    {
        Name = path;
        SectorBytes = sectorBytes;
        _handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int SectorBytes { get; }

    /// <inheritdoc/>
    public long Capacity => 0;

    /// <inheritdoc/>
    public bool IsBlank => true;

    /// <inheritdoc/>
    public void Write(long offset, ReadOnlySpan<byte> data) => RandomAccess.Write(_handle, data, offset);

    /// <inheritdoc/>
    public void Flush() => LinuxFile.Synchronize(_handle);

    /// <inheritdoc/>
    public void DropCache() => LinuxFile.DropPages(_handle);

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> data) => RandomAccess.Read(_handle, data, offset);

    /// <inheritdoc/>
    public void Finish(long length) => RandomAccess.SetLength(_handle, length);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
