using System;
using System.IO;
using System.Text;
using RustKernel.EndToEnd.Tests;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

/// <summary>
/// A tree for rk that is independent of the repository: the repository's boards, copied, and boot folders that the test
/// fills.
/// </summary>
public sealed class WorkingTree : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WorkingTree()
    {
        string boards = Path.Combine(Tool.Root, "boards");
        foreach (string file in Directory.EnumerateFiles(boards, "*", SearchOption.AllDirectories))
        {
            string copy = _folder.File(Path.Combine("boards", Path.GetRelativePath(boards, file)));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Root => _folder.Path;

    /// <summary>A path in the tree.</summary>
    public string PathOf(params string[] names) => Path.Combine([Root, .. names]);

    /// <summary>Makes a file with its folders; returns its folder.</summary>
    public string Write(string text, params string[] names)
    {
        string path = PathOf(names);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return Path.GetDirectoryName(path)!;
    }

    public void Dispose() => _folder.Dispose();
}
