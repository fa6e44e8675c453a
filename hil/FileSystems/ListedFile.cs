// A line of rk fs ls and of rk fs snapshot, for a program to read.

using System;
using RustKernel.Services.FileSystems;

namespace RustKernel.Hil.FileSystems;

/// <summary>An entry of a directory.</summary>
/// <param name="Kind">"directory" or "file".</param>
/// <param name="Bytes">The size; 0 for a directory.</param>
/// <param name="Changed">The time of the last change, UTC; null when the volume has none that a calendar knows.</param>
/// <param name="Path">The name, or the path in a list of everything below a directory.</param>
public sealed record ListedFile(string Kind, ulong Bytes, DateTime? Changed, string Path)
{
    internal static ListedFile Of(string path, FileStatus status)
        => new(status.IsDirectory ? "directory" : "file", status.SizeBytes, FsCommands.TimeOf(status.Modified), path);
}

/// <summary>A snapshot of a volume.</summary>
/// <param name="Made">When it was made, UTC; null as above.</param>
/// <param name="Name">Its name.</param>
public sealed record ListedSnapshot(DateTime? Made, string Name)
{
    internal static ListedSnapshot Of(string name, long ticks) => new(FsCommands.TimeOf(ticks), name);
}
