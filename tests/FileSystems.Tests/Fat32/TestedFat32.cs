// FAT32 as the crash harness sees it.

using System.Linq;
using System.Text.RegularExpressions;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Fat32;
using Xunit.Sdk;

namespace RustKernel.FileSystems.Tests.Fat32;

/// <summary>
/// A small volume of mkfs.fat with our log on it. Before the mount, fsck.vfat may find what a power cut leaves for a reader that does
/// not know the log: the mark, lost clusters, a file with a cluster too many, a second FAT that is older than the first. After the
/// mount: nothing.
/// </summary>
internal sealed partial class TestedFat32(MemoryStore formatted, BrokenRule broken = BrokenRule.None) : ITestedFileSystem
{
    public CrashGuarantee Guarantee => CrashGuarantee.NamesThenContents;

    /// <summary>How often fsck.vfat ran.</summary>
    public int Checks { get; private set; }

    /// <summary>A volume with clusters of this many sectors.</summary>
    public static TestedFat32 Of(int sectorsInCluster, BrokenRule broken = BrokenRule.None, int megabytes = 4)
    {
        MemoryStore store = FatImage.Format(megabytes << 20, "-F", "32", "-s", $"{sectorsInCluster}", "-n", "CUT");
        Fat32Volume volume = Fat32Volume.Mount(store);
        volume.MakeDirectory("first");
        volume.RemoveDirectory("first");
        volume.Sync();
        return new TestedFat32(store, broken);
    }

    public MemoryStore Format() => formatted.Copy();

    public IVolume Mount(BlockStore store)
    {
        Fat32Volume volume = Fat32Volume.Mount(store, new Fat32Options { Broken = broken });
        if (store is OverlayStore)
        {
            volume.Sync();
            Checks++;
            if (FatImage.Check(store) is string finding)
            {
                throw new XunitException($"fsck.vfat after the mount: {finding}");
            }
        }

        return new FatTestVolume(volume);
    }

    public string? Judge(OverlayStore store)
    {
        Checks++;
        string? finding = FatImage.Check(store);
        string[] bad = [.. (finding ?? "").Split('\n').Where(line => !Allowed().IsMatch(line))];
        return finding is null || bad.Length == 0
            ? null
            : $"fsck.vfat before the mount: {string.Join('\n', bad)}\n-- all of it:\n{finding}";
    }

    [GeneratedRegex(
        "^$|^fsck.fat|^Checking|^Warning: Filesystem is FAT32|^  but has only|^  This may lead|^Boot sector contents|^System ID|^Media "
            + "byte|sectors/track, |"
        + @"^ +\d+ |^FATs? |^Data area|^Root directory|^First FAT|^Starting check|^.*Total sectors|^.* logical sectors|^.* clusters total|"
        + "Dirty bit is set|^ *Automatically removing dirty bit|There are differences between boot sector|This is mostly "
            + "harmless|65:0[01]/0[01]|"
        + "Not automatically fixing this|FATs differ but appear to be intact|Using first FAT|Reclaim(ed|ing) |Free cluster summary "
            + "uninitialized|"
        + "File size is .* cluster chain length is >|Truncating file to|^/|Leaving filesystem unchanged|files, ")]
    private static partial Regex Allowed();
}
