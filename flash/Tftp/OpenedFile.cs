// A regular file of the disk.

using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace RustKernel.Flash.Tftp;

/// <summary>Reads through a handle: if a file is replaced by renaming, an open handle still reads the old one.</summary>
internal sealed class OpenedFile : ITftpFile
{
    private readonly SafeFileHandle _handle;
    private readonly DateTime _changed;

    public OpenedFile(SafeFileHandle handle)
    {
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
        _changed = File.GetLastWriteTimeUtc(handle);
    }

    public long Length { get; }

    public bool HasChanged => RandomAccess.GetLength(_handle) != Length || File.GetLastWriteTimeUtc(_handle) != _changed;

    public int Read(long offset, Span<byte> destination)
    {
        int total = 0;
        try
        {
            while (total < destination.Length)
            {
                int read = RandomAccess.Read(_handle, destination[total..], offset + total);
                if (read == 0)
                {
                    break;
                }

                total += read;
            }
        }
        catch (IOException)
        {
            // A bad sector or a vanished disk looks like a file cut short: the transfer ends with an error.
        }

        return total;
    }

    public void Dispose() => _handle.Dispose();
}
