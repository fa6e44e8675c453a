// A regular file as a target.

using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace RustKernel.Flash.Images;

/// <summary>A new file, where what is not written is a hole, or one that keeps what is not written.</summary>
public sealed class FileTarget : IBlockTarget
{
    private readonly SafeFileHandle _handle;

    /// <summary>
    /// Makes the file, for a disk whose sectors have <paramref name="sectorBytes"/> bytes; with <paramref name="keeps"/> opens the one
    /// that is there.
    /// </summary>
    /// <exception cref="IOException">It cannot be made or opened.</exception>
    public FileTarget(string path, int sectorBytes = DiskImage.UsualSectorBytes, bool keeps = false)
    {
        Name = path;
        SectorBytes = sectorBytes;
        IsBlank = !keeps;
        _handle = File.OpenHandle(path, keeps ? FileMode.Open : FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        Capacity = keeps ? RandomAccess.GetLength(_handle) : 0;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int SectorBytes { get; }

    /// <inheritdoc/>
    public long Capacity { get; }

    /// <inheritdoc/>
    public bool IsBlank { get; }

    /// <inheritdoc/>
    public void Write(long offset, ReadOnlySpan<byte> data) => RandomAccess.Write(_handle, data, offset);

    /// <inheritdoc/>
    public void Flush() => LinuxFile.Synchronize(_handle);

    /// <inheritdoc/>
    public void DropCache() => LinuxFile.DropPages(_handle);

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> data) => RandomAccess.Read(_handle, data, offset);

    /// <inheritdoc/>
    public void Finish(long length)
    {
        if (IsBlank)
        {
            RandomAccess.SetLength(_handle, length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
