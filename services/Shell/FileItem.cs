using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.Runtime;
using RustKernel.Services.FileSystems;

namespace RustKernel.Services.Shell;

/// <summary>A file or directory as ls and tree show it: a name, and its directory's entry, so that one call reads many.</summary>
internal sealed class FileItem(string name, in FileStatus status)
{
    private readonly FileStatus _status = status;

    /// <summary>The name.</summary>
    internal string Name => name;

    /// <summary>It is a directory.</summary>
    internal bool IsDirectory => _status.IsDirectory;

    /// <summary>The name, with a slash after a directory's.</summary>
    internal string Shown => IsDirectory ? name + "/" : name;

    /// <summary>A line with size and time.</summary>
    internal string Line => $"{(IsDirectory ? "-" : _status.SizeBytes.ToString()).PadLeft(12)}  {Time(_status.Modified)}  {Shown}\n";

    /// <summary>Several lines.</summary>
    internal string All =>
        $"{name}: {(IsDirectory ? "directory" : $"file, {_status.SizeBytes} bytes")}"
            + $"{((_status.Flags & FileFlags.ReadOnly) != 0 ? ", read-only" : "")}, "
        + $"number {_status.Node}\n  written  {Time(_status.Modified)}\n  read     {Time(_status.Accessed)}\n  made     "
            + $"{Time(_status.Created)}\n";

    /// <summary>What is at a path. Throws as System.IO does.</summary>
    internal static FileItem At(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (FileProvider.Current.Describe(full, out FileStatus status) != ErrorCode.None)
        {
            File.OpenRead(full).Dispose();
        }

        return new FileItem(full, in status);
    }

    /// <summary>The entries of a directory, by name.</summary>
    internal static List<FileItem> In(string directory)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        List<FileItem> all = new();
        ulong place = 0;
        DirectoryEntry[] some;
        do
        {
            ErrorCode error = FileProvider.Current.List(full, ref place, out some);
            if (error != ErrorCode.None)
            {
                throw new DirectoryNotFoundException(Reason(full, error));
            }

            foreach (DirectoryEntry entry in some)
            {
                all.Add(new FileItem(entry.Name, in entry.Status));
            }

            Pulse.Beat();
        }
        while (some.Length > 0);
        all.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return all;
    }

    private static string Reason(string path, ErrorCode error) =>
        FileProvider.Current.Missing(path) is string mount
            ? $"'{path}': no file system is mounted at /{mount}"
            : $"'{path}': {(error == ErrorCode.NotFound ? "there is no such directory" : Text.FaultText.Of(error))}";

    /// <summary>A time, padded to a fixed width; 0: not known.</summary>
    internal static string Time(long ticks)
    {
        // A damaged volume may hold any value.
        DateTime time = new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks));
        return ticks <= 0
            ? "-                  "
            : $"{time.Year}-{Two(time.Month)}-{Two(time.Day)} {Two(time.Hour)}:{Two(time.Minute)}:{Two(time.Second)}";
    }

    private static string Two(int number) => number < 10 ? "0" + number : number.ToString();
}
