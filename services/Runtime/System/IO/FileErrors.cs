// Errors of file systems as .NET's exceptions, which name the path.

using RustKernel;
using RustKernel.Runtime;

namespace System.IO;

internal static class FileErrors
{
    private const int MostNameBytes = 255;

    // For an opening or reading: is the file itself missing, or a directory above it?
    internal static Exception Of(ErrorCode error, string path, bool isDirectory = false)
    {
        switch (error)
        {
            case ErrorCode.NotFound when FileProvider.Current.Missing(path) is string mount:
                return new DirectoryNotFoundException(
                    $"Could not find a part of the path '{path}': no file system is mounted at /{mount}, or uses= does not name it.");
            case ErrorCode.NotFound when !isDirectory && IsDirectory(Path.GetDirectoryName(path)):
                return new FileNotFoundException($"Could not find file '{path}'.", path);
            case ErrorCode.NotFound:
            case ErrorCode.NotDirectory:
                return new DirectoryNotFoundException($"Could not find a part of the path '{path}'.");
            case ErrorCode.AlreadyExists:
                return new IOException($"The file '{path}' already exists.");
            case ErrorCode.AccessDenied:
            case ErrorCode.IsDirectory:
                return new UnauthorizedAccessException($"Access to the path '{path}' is denied.");
            case ErrorCode.InvalidArgument when HasLongPart(path):
                return new PathTooLongException(
                    $"The path '{path}' is too long, or a component of the specified path is too long.");
            case ErrorCode.WouldBlock:
                return new IOException($"The process cannot access the file '{path}' because it is being used by another process.");
            default:
                return new IOException($"{Words(error)} : '{path}'");
        }
    }

    internal static bool IsDirectory(string? path) =>
        path is not null && FileProvider.Current.Describe(path, out var status) == ErrorCode.None && status.IsDirectory;

    internal static void Check(ErrorCode error, string path, bool isDirectory = false)
    {
        if (error != ErrorCode.None)
        {
            throw Of(error, path, isDirectory);
        }
    }

    private static bool HasLongPart(string path)
    {
        foreach (string part in path.Split('/'))
        {
            if (System.Text.Encoding.UTF8.GetByteCount(part) > MostNameBytes)
            {
                return true;
            }
        }

        return false;
    }

    private static string Words(ErrorCode error) => error switch
    {
        ErrorCode.NoSpace => "No space left on device",
        ErrorCode.NotEmpty => "Directory not empty",
        ErrorCode.OutOfMemory => "Too many open files",
        ErrorCode.InvalidArgument => "Invalid argument",
        ErrorCode.NotOwned => "The file is gone",
        ErrorCode.DeviceError => "Input/output error",
        ErrorCode.Corrupt => "The file system is damaged",
        ErrorCode.TimedOut => "The file system does not answer",
        ErrorCode.NotRunning or ErrorCode.ServerEnded => "The file system does not run",
        _ => $"Error {(int)error}",
    };
}
