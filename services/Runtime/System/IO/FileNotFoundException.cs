// There is no such file.

namespace System.IO;

public class FileNotFoundException : IOException
{
    public FileNotFoundException()
        : base("Unable to find the specified file.")
    {
    }

    public FileNotFoundException(string? message)
        : base(message)
    {
    }

    public FileNotFoundException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public FileNotFoundException(string? message, string? fileName)
        : base(message) => FileName = fileName;

    public FileNotFoundException(string? message, string? fileName, Exception? innerException)
        : base(message, innerException) => FileName = fileName;

    public string? FileName { get; }
}
