// What is mounted from where.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RustKernel.Flash.Images.Cards;

/// <summary>
/// Mount points by device number and by source; swap space counts as mounted at "swap".
/// [proc_pid_mountinfo(5), proc_swaps(5)]
/// </summary>
internal sealed class MountTable
{
    private readonly List<(string Device, string Source, string Point)> _mounts = [];

    private MountTable()
    {
    }

    public static MountTable Read(SystemPaths paths)
    {
        MountTable table = new();
        foreach (string line in Lines(Path.Combine(paths.Proc, "self", "mountinfo")))
        {
            // 36 35 98:0 /root /mount options optional... - type source superoptions
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int dash = Array.IndexOf(words, "-");
            if (words.Length > 4 && dash > 0 && dash + 2 < words.Length)
            {
                table._mounts.Add((words[2], Unescape(words[dash + 2]), Unescape(words[4])));
            }
        }

        foreach (string line in Lines(Path.Combine(paths.Proc, "swaps")).Skip(1))
        {
            table._mounts.Add(("", Unescape(line.Split([' ', '\t'], 2)[0]), "swap"));
        }

        return table;
    }

    /// <summary>
    /// Where the device with the number <paramref name="device"/> (as in 8:17) or the node
    /// <paramref name="node"/> is mounted.
    /// </summary>
    /// <remarks>By source too: btrfs shows a number of its own instead of the disk's.</remarks>
    public IEnumerable<string> Of(string device, string node)
        => _mounts.Where(mount => (device.Length > 0 && mount.Device == device) || mount.Source == node).Select(mount => mount.Point);

    private static IEnumerable<string> Lines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];

    // Blanks in names are written as \040.
    private static string Unescape(string word) =>
        word
            .Replace("\\040", " ", StringComparison.Ordinal)
            .Replace("\\011", "\t", StringComparison.Ordinal)
            .Replace("\\134", "\\", StringComparison.Ordinal);
}
