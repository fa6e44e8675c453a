// How a file system refuses.

using System.IO;

namespace RustKernel.Services.FileSystems;

/// <summary>A file system did not do what it was asked.</summary>
public sealed class FileSystemException : IOException
{
    /// <summary>Takes the number and a text that names the file, the place and, where there is one, the way out.</summary>
    public FileSystemException(ErrorCode error, string message)
        : base(message)
        => Error = error;

    /// <summary>Its number.</summary>
    public ErrorCode Error { get; }
}
