namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>Makes this file system's exceptions: each text names the thing and the place.</summary>
internal static class FatErrors
{
    public static FileSystemException Corrupt(string text) => new(ErrorCode.Corrupt, text);

    public static FileSystemException NoSpace() => new(ErrorCode.NoSpace, "The volume is full: no cluster is free.");

    public static FileSystemException Missing(string path) => new(ErrorCode.NotFound, $"'{path}' does not exist.");

    /// <summary>A store's error, with the place.</summary>
    public static FileSystemException Device(ErrorCode error, string what, ulong sector)
        => new(CodeOf(error), $"{what} sector {sector} failed ({(int)error}).");

    /// <summary>A store's error as a file system's.</summary>
    public static ErrorCode CodeOf(ErrorCode error) => error == ErrorCode.AccessDenied ? ErrorCode.AccessDenied : ErrorCode.DeviceError;
}
