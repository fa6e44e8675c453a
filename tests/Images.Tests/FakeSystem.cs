using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.Flash.Images.Cards;

namespace RustKernel.Flash.Images.Tests;

/// <summary>A sysfs, procfs and /dev of files, in Linux's layout.</summary>
public sealed class FakeSystem : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("rk-sys-").FullName;
    private readonly List<string> _mounts = [];
    private readonly List<string> _swaps = ["Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority"];

    public FakeSystem()
    {
        Directory.CreateDirectory(Path.Combine(_root, "sys", "block"));
        Directory.CreateDirectory(Path.Combine(_root, "proc", "self"));
        Directory.CreateDirectory(Dev);
        Save();
    }

    public SystemPaths Paths => new(Path.Combine(_root, "sys"), Path.Combine(_root, "proc"), Dev);

    public string Dev => Path.Combine(_root, "dev");

    public CardList List() => new(Paths);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>A disk at path <paramref name="way"/> in the tree of devices; size in bytes.</summary>
    public void Disk(string name, string way, string number, long size, bool removable, params (string File, string Text)[] more)
    {
        string real = Path.Combine(_root, "sys", "devices", way, "block", name);
        Write(real, "dev", number);
        Write(real, "size", $"{size / 512}");
        Write(real, "removable", removable ? "1" : "0");
        Write(real, "ro", "0");
        foreach ((string file, string text) in more)
        {
            Write(real, file, text);
        }

        File.CreateSymbolicLink(Path.Combine(_root, "sys", "block", name), real);
        File.WriteAllText(Path.Combine(Dev, name), "");
    }

    public void Geometry(string disk, string name, long startSectors, long sectors)
    {
        string folder = Path.Combine(_root, "sys", "block", disk, name);
        Write(folder, "start", $"{startSectors}");
        Write(folder, "size", $"{sectors}");
    }

    public void Partition(string disk, string name, string number)
    {
        Write(Path.Combine(_root, "sys", "block", disk, name), "partition", "1");
        Write(Path.Combine(_root, "sys", "block", disk, name), "dev", number);
        File.WriteAllText(Path.Combine(Dev, name), "");
    }

    public void Holder(string diskAndPartition, string holder)
        => Directory.CreateDirectory(Path.Combine(_root, "sys", "block", diskAndPartition, "holders", holder));

    public void UsbReader(string way, string vendor, string product)
    {
        Write(Path.Combine(_root, "sys", "devices", way), "idVendor", vendor);
        Write(Path.Combine(_root, "sys", "devices", way), "idProduct", product);
    }

    public void Mount(string number, string source, string point)
    {
        _mounts.Add($"{_mounts.Count + 20} 1 {number} / {point.Replace(" ", "\\040", StringComparison.Ordinal)} rw,relatime shared:1 - "
            + $"ext4 {source} rw");
        Save();
    }

    public void Swap(string node)
    {
        _swaps.Add($"{node}                               partition\t1000\t\t0\t\t-2");
        Save();
    }

    private static void Write(string folder, string file, string text)
    {
        string path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text + "\n");
    }

    private void Save()
    {
        File.WriteAllLines(Path.Combine(_root, "proc", "self", "mountinfo"), _mounts);
        File.WriteAllLines(Path.Combine(_root, "proc", "swaps"), _swaps);
    }
}
