// An open file.

using System;

namespace RustKernel.Flash.Tftp;

/// <summary>A file opened for one transfer.</summary>
public interface ITftpFile : IDisposable
{
    /// <summary>Its size in bytes when it was opened.</summary>
    long Length { get; }

    /// <summary>True when size or time of change are no longer those of the opening.</summary>
    bool HasChanged { get; }

    /// <summary>Reads from <paramref name="offset"/>; fewer bytes than asked for only at the end.</summary>
    int Read(long offset, Span<byte> destination);
}
