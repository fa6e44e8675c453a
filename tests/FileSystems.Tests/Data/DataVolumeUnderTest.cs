// Paths on the data file system's nodes.

using System;
using System.Collections.Generic;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Data;
using Xunit;

namespace RustKernel.FileSystems.Tests.Data;

internal sealed class DataVolumeUnderTest(DataFileSystem files) : IVolume
{
    public DataFileSystem Files => files;

    public void Create(string path) => Good(files.Create(Parent(path), Name(path), false, out _));

    public void MakeDirectory(string path) => Good(files.Create(Parent(path), Name(path), true, out _));

    public void Write(string path, int offset, byte[] bytes)
    {
        Good(files.Write(Node(path), (ulong)offset, bytes, out int count));
        Assert.Equal(bytes.Length, count);
    }

    public void Append(string path, byte[] bytes)
    {
        Good(files.Describe(Node(path), out FileStatus status));
        Write(path, (int)status.SizeBytes, bytes);
    }

    public void Truncate(string path, int size) => Good(files.SetSize(Node(path), (ulong)size));

    public void Rename(string path, string target) => Good(files.Rename(Parent(path), Name(path), Parent(target), Name(target), true));

    public void Unlink(string path) => Good(files.Remove(Parent(path), Name(path)));

    public void RemoveDirectory(string path) => Unlink(path);

    public void SyncFile(string path) => Good(files.Sync(Node(path)));

    public void Sync() => Good(files.Sync(0));

    public Dictionary<string, byte[]?> ReadTree() => ReadTree(files);

    public static Dictionary<string, byte[]?> ReadTree(DataFileSystem files)
    {
        Dictionary<string, byte[]?> tree = [];
        Read(files, files.Root, "", tree);
        return tree;
    }

    public ulong Node(string path)
    {
        ulong node = files.Root;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            Good(files.Find(node, name, out node));
        }

        return node;
    }

    public ulong Parent(string path) => Node(path.LastIndexOf('/') is int slash and >= 0 ? path[..slash] : "");

    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    private void Good(ErrorCode error) => Assert.True(error == ErrorCode.None, $"{error}: {files.LastProblem}");

    private static void Read(DataFileSystem files, ulong directory, string prefix, Dictionary<string, byte[]?> tree)
    {
        ListedNames.AssertAsEntries(files, directory);
        ulong place = 0;
        ErrorCode error;
        while ((error = files.List(directory, ref place, out DirectoryEntry entry)) == ErrorCode.None)
        {
            string path = prefix + entry.Name;
            tree[path] = entry.Status.IsDirectory ? null : Contents(files, entry.Status);
            if (entry.Status.IsDirectory)
            {
                Read(files, entry.Status.Node, path + "/", tree);
            }
        }

        Assert.True(error == ErrorCode.NotFound, files.LastProblem);
    }

    private static byte[] Contents(DataFileSystem files, FileStatus status)
    {
        byte[] bytes = new byte[status.SizeBytes];
        ErrorCode error = files.Read(status.Node, 0, bytes, out int count);
        Assert.True(error == ErrorCode.None, $"{error}: {files.LastProblem}");
        Assert.Equal(bytes.Length, count);
        return bytes;
    }
}
