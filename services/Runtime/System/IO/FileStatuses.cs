// Times and attributes of files and directories.

using RustKernel.Runtime;
using RustKernel.Services.FileSystems;

namespace System.IO;

internal static class FileStatuses
{
    // .NET's value for times of missing files, and for unknown ones.
    private static readonly DateTime s_none = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // Ticks come from a disk, which may be damaged: an invalid time becomes unknown, one past the last becomes the last.
    internal static DateTime Time(long ticks) =>
        ticks <= 0 ? s_none : new DateTime(Math.Min(ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);

    internal static FileStatus Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.Describe(Path.GetFullPath(path), path, out FileStatus status) ? status : default;
    }

    internal static FileAttributes Attributes(in FileStatus status)
    {
        FileAttributes attributes = (FileAttributes)(uint)status.Flags & ~FileAttributes.Archive;
        return attributes == 0 ? FileAttributes.Normal : attributes;
    }

    internal static void Set(string path, long created = 0, long accessed = 0, long modified = 0, FileFlags? flags = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        FileErrors.Check(FileProvider.Current.SetStatus(full, created, accessed, modified, flags), full);
    }

    internal static FileFlags Flags(FileAttributes attributes) =>
        (FileFlags)(uint)attributes & (FileFlags.ReadOnly | FileFlags.Hidden | FileFlags.System | FileFlags.Archive);
}
