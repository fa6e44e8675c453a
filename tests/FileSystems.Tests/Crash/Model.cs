// The expected behaviour of a file system, in a dictionary.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>The tree of names; contents are never changed in place, so a copy of the dictionary is a snapshot.</summary>
internal sealed class Model
{
    private int _lastId;

    /// <summary>A file (its identity, its contents) or a directory (no contents).</summary>
    internal sealed record Entry(int Id, byte[]? Contents);

    public Dictionary<string, Entry> Entries { get; private set; } = [];

    public Dictionary<string, Entry> Snapshot() => new(Entries);

    /// <summary>Returns to a snapshot, because the operations since were refused.</summary>
    public void Restore(Dictionary<string, Entry> snapshot) => Entries = snapshot;

    /// <summary>Does it and returns true, or false when a file system refuses.</summary>
    public bool Apply(Operation operation)
    {
        string path = operation.Path;
        Entry? entry = Entries.GetValueOrDefault(path);
        byte[]? contents = entry?.Contents;
        switch (operation.Kind)
        {
            case OperationKind.Create when entry is null && HasParent(path):
                Entries[path] = new(++_lastId, []);
                return true;
            case OperationKind.MakeDirectory when entry is null && HasParent(path):
                Entries[path] = new(++_lastId, null);
                return true;
            case OperationKind.Write when contents is not null:
                return Write(path, entry!, operation.Offset, operation.Bytes());
            case OperationKind.Append when contents is not null:
                return Write(path, entry!, contents.Length, operation.Bytes());
            case OperationKind.Truncate when contents is not null:
                byte[] resized = new byte[operation.Offset];
                contents.AsSpan(0, Math.Min(contents.Length, resized.Length)).CopyTo(resized);
                Entries[path] = entry! with { Contents = resized };
                return true;
            case OperationKind.Rename when entry is not null:
                return Rename(path, operation.Target, entry);
            case OperationKind.Unlink when contents is not null:
                return Entries.Remove(path);
            case OperationKind.RemoveDirectory when entry is not null && contents is null && !HasChildren(path):
                return Entries.Remove(path);
            case OperationKind.SyncFile:
                return contents is not null;
            default:
                return operation.Kind == OperationKind.Sync;
        }
    }

    private bool Write(string path, Entry entry, int offset, byte[] bytes)
    {
        byte[] changed = new byte[Math.Max(entry.Contents!.Length, offset + bytes.Length)];
        entry.Contents.CopyTo(changed, 0);
        bytes.CopyTo(changed, offset);
        Entries[path] = entry with { Contents = changed };
        return true;
    }

    private bool Rename(string path, string target, Entry entry)
    {
        Entry? old = Entries.GetValueOrDefault(target);
        bool isDirectory = entry.Contents is null;
        if (path == target || !HasParent(target) || target.StartsWith(path + "/", StringComparison.Ordinal)
            || (old is not null && (isDirectory || old.Contents is null)))
        {
            return false;
        }

        _ = Entries.Remove(path);
        Entries[target] = entry;
        foreach (string child in Entries.Keys.Where(key => key.StartsWith(path + "/", StringComparison.Ordinal)).ToArray())
        {
            Entries[target + child[path.Length..]] = Entries[child];
            _ = Entries.Remove(child);
        }

        return true;
    }

    private bool HasChildren(string path) => Entries.Keys.Any(key => key.StartsWith(path + "/", StringComparison.Ordinal));

    private bool HasParent(string path)
        => path.LastIndexOf('/') is int slash && (slash < 0 || Entries.GetValueOrDefault(path[..slash]) is { Contents: null });
}
