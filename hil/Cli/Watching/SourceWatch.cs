// Which sources have changed since they were last looked at.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RustKernel.Hil.Cli.Watching;

/// <summary>
/// The sources that end up in the Image, compared by size and time of their last change. They are polled, which works on every file system,
/// and a few thousand files take milliseconds.
/// </summary>
/// <param name="root">The repository.</param>
internal sealed class SourceWatch(string root)
{
    private static readonly string[] s_folders = ["bsp", "kernel", "services"];
    private static readonly string[] s_endings =
        [".cs", ".S", ".inc", ".ld", ".csproj", ".props", ".targets", ".registers", ".table", ".service"];

    private Dictionary<string, (DateTime Written, long Bytes)> _known = Look(root);

    /// <summary>Paths from the root of what was changed, added or removed since the last call; sorted.</summary>
    public IReadOnlyList<string> Changed()
    {
        Dictionary<string, (DateTime Written, long Bytes)> now;
        try
        {
            now = Look(root);
        }
        catch (DirectoryNotFoundException)
        {
            // A folder went while it was read: the next look sees what is left.
            return [];
        }

        string[] changed = [.. now.Where(file => !_known.TryGetValue(file.Key, out var before) || before != file.Value)
            .Select(file => file.Key)
            .Concat(_known.Keys.Where(path => !now.ContainsKey(path)))
            .Order(StringComparer.Ordinal)];
        _known = now;
        return changed;
    }

    private static Dictionary<string, (DateTime Written, long Bytes)> Look(string root)
    {
        Dictionary<string, (DateTime Written, long Bytes)> found = [];
        foreach (FileInfo file in s_folders
            .Select(folder => new DirectoryInfo(Path.Combine(root, folder)))
            .Where(folder => folder.Exists)
            .SelectMany(folder => folder.EnumerateFiles("*", SearchOption.AllDirectories)))
        {
            string path = Path.GetRelativePath(root, file.FullName);
            if (s_endings.Contains(file.Extension) && !path.Split('/').Any(part => part is "obj" or "bin"))
            {
                Add(found, path, file);
            }
        }

        return found;
    }

    // An editor that replaces a file may have removed it just now: the next look sees the new one.
    private static void Add(Dictionary<string, (DateTime Written, long Bytes)> found, string path, FileInfo file)
    {
        try
        {
            found[path] = (file.LastWriteTimeUtc, file.Length);
        }
        catch (FileNotFoundException)
        {
        }
    }
}
