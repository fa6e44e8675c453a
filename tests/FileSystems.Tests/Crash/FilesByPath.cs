// Paths on the nodes of any file system; refusals are values.

using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Data;
using RustKernel.Services.FileSystems.Fat32;
using Xunit;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>A mounted file system for tests in which operations may fail.</summary>
internal sealed class FilesByPath(FileSystem files)
{
    public FileSystem Files => files;

    /// <summary>The last error, in words.</summary>
    public string Problem => files is DataFileSystem data ? data.LastProblem : (files as Fat32FileSystem)?.LastProblem ?? "";

    /// <summary>The result of <see cref="Read"/>.</summary>
    public byte[] Last { get; private set; } = [];

    public ErrorCode Sync() => files.Sync(0);

    public ErrorCode Find(string path, out ulong node)
    {
        node = files.Root;
        ErrorCode error = ErrorCode.None;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            error = error == ErrorCode.None ? files.Find(node, name, out node) : error;
        }

        return error;
    }

    public ErrorCode Read(ulong node, out byte[] bytes)
    {
        ErrorCode error = files.Describe(node, out FileStatus status);
        bytes = new byte[error == ErrorCode.None ? Math.Min(status.SizeBytes, 1 << 20) : 0];
        error = error == ErrorCode.None ? files.Read(node, 0, bytes, out _) : error;
        Last = bytes;
        return error;
    }

    public ErrorCode Do(Operation operation)
    {
        string path = operation.Path;
        string name = path[(path.LastIndexOf('/') + 1)..];
        bool hasNode = operation.Kind is OperationKind.Write or OperationKind.Append or OperationKind.Truncate or OperationKind.SyncFile;
        ErrorCode error = Find(hasNode ? path : Parent(path), out ulong node);
        if (error != ErrorCode.None)
        {
            return error;
        }

        switch (operation.Kind)
        {
            case OperationKind.Create or OperationKind.MakeDirectory:
                return files.Create(node, name, operation.Kind == OperationKind.MakeDirectory, out _);
            case OperationKind.Write:
                return files.Write(node, (ulong)operation.Offset, operation.Bytes(), out _);
            case OperationKind.Append:
                error = files.Describe(node, out FileStatus status);
                return error == ErrorCode.None ? files.Write(node, status.SizeBytes, operation.Bytes(), out _) : error;
            case OperationKind.Truncate:
                return files.SetSize(node, (ulong)operation.Offset);
            case OperationKind.Rename:
                error = Find(Parent(operation.Target), out ulong target);
                string newName = operation.Target[(operation.Target.LastIndexOf('/') + 1)..];
                return error == ErrorCode.None ? files.Rename(node, name, target, newName, true) : error;
            case OperationKind.Unlink or OperationKind.RemoveDirectory:
                return files.Remove(node, name);
            case OperationKind.SyncFile:
                return files.Sync(node);
            default:
                return files.Sync(0);
        }
    }

    /// <summary>Everything; contents are null for directories.</summary>
    public Dictionary<string, byte[]?> ReadTree()
    {
        Dictionary<string, byte[]?> tree = [];
        ReadBelow(files.Root, "", tree);
        return tree;
    }

    private void ReadBelow(ulong directory, string prefix, Dictionary<string, byte[]?> tree)
    {
        ListedNames.AssertAsEntries(files, directory);
        ulong place = 0;
        ErrorCode error;
        while ((error = files.List(directory, ref place, out Services.FileSystems.DirectoryEntry entry)) == ErrorCode.None)
        {
            byte[]? contents = null;
            if (!entry.Status.IsDirectory)
            {
                Assert.True(Read(entry.Status.Node, out contents) == ErrorCode.None, Problem);
            }

            tree.Add(prefix + entry.Name, contents);
            if (entry.Status.IsDirectory)
            {
                ReadBelow(entry.Status.Node, $"{prefix}{entry.Name}/", tree);
            }
        }

        Assert.True(error == ErrorCode.NotFound, Problem);
    }

    private static string Parent(string path) => path.LastIndexOf('/') is int slash and >= 0 ? path[..slash] : "";
}
