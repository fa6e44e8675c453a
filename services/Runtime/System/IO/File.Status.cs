// Times and attributes of files.

namespace System.IO;

public static partial class File
{
    public static FileAttributes GetAttributes(string path)
    {
        RustKernel.Services.FileSystems.FileStatus status = FileStatuses.Of(path);
        return status.Node != 0
            ? FileStatuses.Attributes(in status)
            : throw FileErrors.Of(RustKernel.ErrorCode.NotFound, Path.GetFullPath(path));
    }

    public static void SetAttributes(string path, FileAttributes fileAttributes) =>
        FileStatuses.Set(path, flags: FileStatuses.Flags(fileAttributes));

    public static DateTime GetCreationTime(string path) => GetCreationTimeUtc(path).ToLocalTime();

    public static DateTime GetCreationTimeUtc(string path) => FileStatuses.Time(FileStatuses.Of(path).Created);

    public static void SetCreationTime(string path, DateTime creationTime) =>
        SetCreationTimeUtc(path, creationTime.ToUniversalTime());

    public static void SetCreationTimeUtc(string path, DateTime creationTimeUtc) =>
        FileStatuses.Set(path, created: creationTimeUtc.Ticks);

    public static DateTime GetLastAccessTime(string path) => GetLastAccessTimeUtc(path).ToLocalTime();

    public static DateTime GetLastAccessTimeUtc(string path) => FileStatuses.Time(FileStatuses.Of(path).Accessed);

    public static void SetLastAccessTime(string path, DateTime lastAccessTime) =>
        SetLastAccessTimeUtc(path, lastAccessTime.ToUniversalTime());

    public static void SetLastAccessTimeUtc(string path, DateTime lastAccessTimeUtc) =>
        FileStatuses.Set(path, accessed: lastAccessTimeUtc.Ticks);

    public static DateTime GetLastWriteTime(string path) => GetLastWriteTimeUtc(path).ToLocalTime();

    public static DateTime GetLastWriteTimeUtc(string path) => FileStatuses.Time(FileStatuses.Of(path).Modified);

    public static void SetLastWriteTime(string path, DateTime lastWriteTime) =>
        SetLastWriteTimeUtc(path, lastWriteTime.ToUniversalTime());

    public static void SetLastWriteTimeUtc(string path, DateTime lastWriteTimeUtc) =>
        FileStatuses.Set(path, modified: lastWriteTimeUtc.Ticks);
}
