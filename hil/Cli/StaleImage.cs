// Notices that the Image is older than its sources.

using System;
using System.IO;
using System.Linq;

namespace RustKernel.Hil.Cli;

/// <summary><c>rk</c> rebuilds itself and not the Image, so a run may test another kernel than the one in the editor.</summary>
public static class StaleImage
{
    // Examples and the build's own programs are not in the Image.
    private static readonly string[] s_folders = ["kernel", "bsp/Arm64", "bsp/CoreLib", "bsp/Drivers", "bsp/DeviceTree", "services"];
    private static readonly string s_examples = Path.Combine("services", "Examples") + Path.DirectorySeparatorChar;
    private static readonly string[] s_endings = [".cs", ".S", ".table", ".service"];

    /// <summary>Prints a line if <paramref name="image"/> is what the build makes and a source is newer.</summary>
    public static void Warn(string image)
    {
        string built = Path.Combine(Repository.Root, "artifacts", "Image");
        if (Path.GetFullPath(Path.Combine(Repository.Root, image)) == built
            && FirstNewer(Repository.Root, File.GetLastWriteTimeUtc(built)) is { } source)
        {
            Console.Error.WriteLine($"rk: artifacts/Image is older than {source}: make run builds it, and so does make build");
        }
    }

    /// <summary>
    /// A source of the Image below <paramref name="root"/> that changed after <paramref name="built"/> (UTC); null: none.
    /// </summary>
    public static string? FirstNewer(string root, DateTime built)
        => s_folders
            .Select(folder => new DirectoryInfo(Path.Combine(root, folder)))
            .Where(folder => folder.Exists)
            .SelectMany(folder => folder.EnumerateFiles("*", SearchOption.AllDirectories))
            .Where(file => s_endings.Contains(file.Extension) && file.LastWriteTimeUtc > built)
            .Select(file => Path.GetRelativePath(root, file.FullName))
            .FirstOrDefault(source => !source.StartsWith(s_examples, StringComparison.Ordinal));
}
