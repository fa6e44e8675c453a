using System.IO;

namespace RustKernel.Services.FileSystems;

/// <summary>A file system refused an operation, or failed.</summary>
public sealed class FileSystemException : IOException
{
    /// <summary>Takes the number and a text that names the file, the place and, if there is one, the remedy.</summary>
    public FileSystemException(ErrorCode error, string message)
        : base(message)
        => Error = error;

    /// <summary>Its number.</summary>
    public ErrorCode Error { get; }
}
