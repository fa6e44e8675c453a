namespace RustKernel.Linux.Files;

/// <summary>Converts errors of file systems to Linux's.</summary>
internal static class FileErrors
{
    /// <summary>Linux's error, or 0. With <paramref name="isOpening"/>, OutOfMemory means too many open files.</summary>
    internal static long Of(ErrorCode error, bool isOpening = false) => error switch
    {
        ErrorCode.None => 0,
        ErrorCode.NotFound => Errno.NoEntry,
        ErrorCode.AccessDenied => Errno.AccessDenied,
        ErrorCode.AlreadyExists => Errno.Exists,
        ErrorCode.NotDirectory => Errno.NotDirectory,
        ErrorCode.IsDirectory => Errno.IsDirectory,
        ErrorCode.NotEmpty => Errno.NotEmpty,
        ErrorCode.NoSpace => Errno.NoSpace,
        ErrorCode.WouldBlock => Errno.TryAgain,
        ErrorCode.OutOfMemory => isOpening ? Errno.TooManyFiles : Errno.NoMemory,
        ErrorCode.InvalidArgument => Errno.Invalid,
        ErrorCode.NotSupported => Errno.NotSupported,
        ErrorCode.NotOwned => Errno.Stale,
        _ => Errno.InputOutput,
    };
}
