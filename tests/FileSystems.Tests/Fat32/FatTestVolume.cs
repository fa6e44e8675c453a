// A FAT32 volume for the crash harness.

using System;
using System.Collections.Generic;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems.Fat32;

namespace RustKernel.FileSystems.Tests.Fat32;

internal sealed class FatTestVolume(Fat32Volume volume) : IVolume
{
    public void Create(string path) => volume.Close(volume.Create(path));

    public void MakeDirectory(string path) => volume.MakeDirectory(path);

    public void Write(string path, int offset, byte[] bytes) => With(path, node => volume.Write(node, (uint)offset, bytes));

    public void Append(string path, byte[] bytes) => With(path, node => volume.Write(node, node.Size, bytes));

    public void Truncate(string path, int size) => With(path, node => volume.SetSize(node, (uint)size));

    public void Rename(string path, string target) => volume.Rename(path, target);

    public void Unlink(string path) => volume.Unlink(path);

    public void RemoveDirectory(string path) => volume.RemoveDirectory(path);

    public void SyncFile(string path) => With(path, volume.SyncFile);

    public void Sync() => volume.Sync();

    public Dictionary<string, byte[]?> ReadTree() => Tree(volume);

    /// <summary>Everything on a volume: contents of files, null for directories.</summary>
    public static Dictionary<string, byte[]?> Tree(Fat32Volume volume)
    {
        Dictionary<string, byte[]?> tree = [];
        Read(volume, "", tree, 0);
        return tree;
    }

    private static void Read(Fat32Volume volume, string path, Dictionary<string, byte[]?> tree, int depth)
    {
        FatNode directory = volume.Open(path);
        int cursor = 0;
        while (depth < 20 && volume.ReadDirectory(directory, ref cursor) is FatFileInfo info)
        {
            string child = path.Length == 0 ? info.Name : $"{path}/{info.Name}";
            tree.Add(child, info.IsDirectory ? null : Contents(volume, child));
            if (info.IsDirectory)
            {
                Read(volume, child, tree, depth + 1);
            }
        }

        volume.Close(directory);
    }

    /// <summary>A file's contents.</summary>
    public static byte[] Contents(Fat32Volume volume, string path)
    {
        FatNode node = volume.Open(path);
        try
        {
            byte[] bytes = new byte[node.Size];
            int read = volume.Read(node, 0, bytes);
            return read == bytes.Length ? bytes : bytes[..read];
        }
        finally
        {
            volume.Close(node);
        }
    }

    private void With(string path, Action<FatNode> action)
    {
        FatNode node = volume.Open(path);
        action(node);
        volume.Close(node);
    }
}
