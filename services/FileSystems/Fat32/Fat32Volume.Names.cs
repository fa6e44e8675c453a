// Paths, directories, names.

using System;
using System.Collections.Generic;

namespace RustKernel.Services.FileSystems.Fat32;

public sealed partial class Fat32Volume
{
    private const int MostDepth = 256;

    /// <summary>What the directory says of a path.</summary>
    public FatFileInfo GetInfo(string path)
    {
        (FatDirectory? parent, string name) = Resolve(path);
        return parent is null
            ? new FatFileInfo("", FatAttributes.Directory, 0, FatTime.Earliest, FatTime.Earliest, FatTime.Earliest, 0, "")
            : InfoOf(Existing(parent, name, path));
    }

    /// <summary>
    /// The next entry of a directory; null at the end. <paramref name="cursor"/> begins at 0 and
    /// may be kept: it stays right when files come
    /// and go in between, also over a restart.
    /// </summary>
    public FatFileInfo? ReadDirectory(FatNode directory, ref int cursor)
    {
        Require(directory);
        return RequireDirectory(directory).Next(ref cursor) is DirectoryEntry entry ? InfoOf(entry) : null;
    }

    /// <summary>Makes an empty file and opens it. AlreadyExists, InvalidArgument: no such name can be.</summary>
    public FatNode Create(string path) => Use(Make(path, isDirectory: false));

    /// <summary>Makes an empty directory. AlreadyExists, InvalidArgument: no such name can be.</summary>
    public void MakeDirectory(string path)
    {
        FatNode node = Make(path, isDirectory: true);
        if (node.Users == 0)
        {
            _ = _nodes.Remove(node.Identity);
        }
    }

    /// <summary>Removes a file. IsDirectory; AccessDenied: it has the attribute read-only.</summary>
    public void Unlink(string path)
    {
        (FatDirectory? parent, string name) = Resolve(path);
        DirectoryEntry entry = parent is null ? throw IsDirectory(path) : Existing(parent, name, path);
        if (entry.IsDirectory)
        {
            throw IsDirectory(path);
        }

        RequireWritable(entry, path);
        Run(() => RemoveEntry(path));
    }

    /// <summary>Removes an empty directory. NotDirectory, NotEmpty; InvalidArgument: the root.</summary>
    public void RemoveDirectory(string path)
    {
        (FatDirectory? parent, string name) = Resolve(path);
        DirectoryEntry entry = parent is null
            ? throw new FileSystemException(ErrorCode.InvalidArgument, "The root directory cannot be removed.")
            : Existing(parent, name, path);
        if (!entry.IsDirectory)
        {
            throw NotDirectory(path);
        }

        if (!Directory(entry.Start, path).IsEmpty())
        {
            throw new FileSystemException(ErrorCode.NotEmpty, $"'{path}' is not empty.");
        }

        Run(() => RemoveEntry(path));
        _ = _directories.Remove(entry.Start);
    }

    /// <summary>
    /// Gives a file or directory another name or place, at once; a file that has the new name is replaced. AlreadyExists: the new name is
    /// of a directory, or <paramref name="replace"/> is false; InvalidArgument: into itself.
    /// </summary>
    public void Rename(string path, string target, bool replace = true)
    {
        (FatDirectory? parent, string name) = Resolve(path);
        if (parent is null)
        {
            throw new FileSystemException(ErrorCode.InvalidArgument, "The root directory cannot be moved.");
        }

        DirectoryEntry entry = Existing(parent, name, path);
        (FatDirectory? newParent, string newName) = Resolve(target, entry.IsDirectory ? entry.Start : 0);
        newName = newParent is null
            ? throw new FileSystemException(ErrorCode.AlreadyExists, $"'{target}' is the root directory.")
            : LongName.Normalize(newName, target);
        DirectoryEntry? old = newParent.Find(newName);
        bool isSame = old is not null && old.Identity == entry.Identity;
        if (old is not null && !isSame)
        {
            RequireReplaceable(entry, old, target, replace);
        }

        bool moves = entry.IsDirectory && parent.Start != newParent.Start;
        if (moves)
        {
            _journal.Settle();
        }

        Run(() => RenameEntry(path, target));
        if (moves)
        {
            _journal.Settle();
        }
    }

    /// <summary>Sets ReadOnly, Hidden, System and Archive as given; other bits are ignored.</summary>
    public void SetAttributes(string path, FatAttributes attributes)
    {
        const FatAttributes Settable = FatAttributes.ReadOnly | FatAttributes.Hidden | FatAttributes.System | FatAttributes.Archive;
        Run(() =>
        {
            Span<byte> slot = ChangeSlot(EntryOf(path));
            slot[11] = (byte)((slot[11] & ~(byte)Settable) | (byte)(attributes & Settable));
        });
    }

    /// <summary>Sets times; null leaves one as it is.</summary>
    public void SetTimes(string path, DateTime? created, DateTime? written) => Run(() =>
    {
        Span<byte> slot = ChangeSlot(EntryOf(path));
        if (created is DateTime made)
        {
            DirectoryEntry.SetCreated(slot, made);
        }

        if (written is DateTime changed)
        {
            DirectoryEntry.SetWritten(slot, changed);
        }
    });

    private static FileSystemException IsDirectory(string path) => new(ErrorCode.IsDirectory, $"'{path}' is a directory.");

    private static FileSystemException NotDirectory(string path) => new(ErrorCode.NotDirectory, $"'{path}' is no directory.");

    private static void RequireWritable(DirectoryEntry entry, string path)
    {
        if ((entry.Attributes & FatAttributes.ReadOnly) != 0)
        {
            throw new FileSystemException(ErrorCode.AccessDenied, $"'{path}' has the attribute read-only.");
        }
    }

    private static void RequireReplaceable(DirectoryEntry entry, DirectoryEntry old, string target, bool replace)
    {
        if (!replace || old.IsDirectory || entry.IsDirectory)
        {
            throw new FileSystemException(ErrorCode.AlreadyExists, $"'{target}' exists already.");
        }

        RequireWritable(old, target);
    }

    private static FatFileInfo InfoOf(DirectoryEntry entry) => new(
        entry.Name, entry.Attributes, entry.IsDirectory ? 0 : entry.Size, entry.Created, entry.Written, entry.Accessed, entry.Identity,
        ShortName.Decode(entry.Short, 0));

    private static DirectoryEntry Existing(FatDirectory parent, string name, string path) =>
        parent.Find(Trimmed(name)) ?? throw FatErrors.Missing(path);

    private static string Trimmed(string name)
    {
        int length = name.Length;
        while (length > 0 && name[length - 1] is '.' or ' ')
        {
            length--;
        }

        return length == name.Length ? name : name.Substring(0, length);
    }

    // The directory that a path's last name is in; null for the root itself.
    private (FatDirectory? Parent, string Name) Resolve(string path, uint forbidden = 0)
    {
        List<string> names = [];
        foreach (string name in path.Split('/'))
        {
            if (name == "..")
            {
                names.RemoveRange(Math.Max(0, names.Count - 1), Math.Min(1, names.Count));
            }
            else if (name is not ("" or "."))
            {
                names.Add(name);
            }
        }

        if (names.Count > MostDepth)
        {
            throw new FileSystemException(ErrorCode.InvalidArgument, $"'{path}' has more than {MostDepth} directories.");
        }

        return names.Count == 0 ? (null, "") : (Walk(names, path, forbidden), names[names.Count - 1]);
    }

    private FatDirectory Walk(List<string> names, string path, uint forbidden)
    {
        FatDirectory directory = Directory(_layout.RootCluster, "");
        string walked = "";
        for (int i = 0; i + 1 < names.Count; i++)
        {
            DirectoryEntry entry = Existing(directory, names[i], path);
            walked = walked.Length == 0 ? entry.Name : walked + "/" + entry.Name;
            if (!entry.IsDirectory)
            {
                throw NotDirectory(walked);
            }

            if (entry.Start == forbidden && forbidden != 0)
            {
                throw new FileSystemException(ErrorCode.InvalidArgument, $"'{path}' is inside the directory that is moved.");
            }

            if (entry.Start == _layout.RootCluster)
            {
                throw FatErrors.Corrupt($"'{walked}': its entry leads to the root directory.");
            }

            directory = Directory(entry.Start, walked);
        }

        return directory;
    }

    private FatDirectory RequireDirectory(FatNode node)
        => node.IsDirectory ? Directory(node.Start, node.Path) : throw NotDirectory(node.Path);

    private DirectoryEntry EntryOf(string path)
    {
        (FatDirectory? parent, string name) = Resolve(path);
        return parent is null
            ? throw new FileSystemException(ErrorCode.InvalidArgument, "The root directory has no entry.")
            : Existing(parent, name, path);
    }

    private Span<byte> ChangeSlot(DirectoryEntry entry)
        => _journal.Cache.Change(entry.Sector, SectorKind.Directory).Slice(entry.Offset, FatLayout.EntryBytes);

    private FatNode Make(string path, bool isDirectory)
    {
        FatNode? made = null;
        Run(() =>
        {
            (FatDirectory? parent, string name) = Resolve(path);
            if (parent is null || parent.Find(Trimmed(name)) is not null)
            {
                throw new FileSystemException(ErrorCode.AlreadyExists, $"'{path}' exists already.");
            }

            name = LongName.Normalize(name, path);
            if (parent.Start == _layout.RootCluster && string.Equals(name, "RKINTENT.LOG", StringComparison.OrdinalIgnoreCase))
            {
                throw new FileSystemException(ErrorCode.InvalidArgument, $"'{path}': this name is kept for the intent log.");
            }

            uint start = isDirectory ? MakeCluster(parent.Start) : 0;
            Span<byte> slot = stackalloc byte[FatLayout.EntryBytes];
            DirectoryEntry.Fill(slot, "           "u8, isDirectory ? FatAttributes.Directory : FatAttributes.Archive, start, Now());
            made = NodeOf(parent.Insert(name, slot), path);
        });
        return made!;
    }

    // The first cluster of a new directory: "." and "..".
    private uint MakeCluster(uint parent)
    {
        uint cluster = _journal.Table.Allocate(0, 1, out _);
        _journal.ClearCluster(cluster);
        Span<byte> sector = stackalloc byte[FatLayout.SectorBytes];
        sector.Clear();
        DirectoryEntry.Fill(sector.Slice(0, FatLayout.EntryBytes), ".          "u8, FatAttributes.Directory, cluster, Now());
        DirectoryEntry.Fill(
            sector.Slice(FatLayout.EntryBytes, FatLayout.EntryBytes), "..         "u8, FatAttributes.Directory, ParentLink(parent), Now());
        _journal.WriteNew(_layout.SectorOf(cluster), sector);
        _ = _directories.Remove(cluster);
        return cluster;
    }

    // ".." of a directory in the root leads to cluster 0. [fatgen103, "Directory Creation"]
    private uint ParentLink(uint parent) => parent == _layout.RootCluster ? 0 : parent;

    private void RemoveEntry(string path)
    {
        (FatDirectory? parent, string name) = Resolve(path);
        DirectoryEntry entry = Existing(parent!, name, path);
        parent!.Remove(entry);
        Forget(entry.Identity);
        FreeChain(entry.Start);
    }

    private void Forget(ulong identity)
    {
        if (_nodes.TryGetValue(identity, out FatNode? node))
        {
            Touch(node);
            node.IsGone = true;
            _ = _nodes.Remove(identity);
        }
    }

    private void RenameEntry(string path, string target)
    {
        (FatDirectory? parent, string name) = Resolve(path);
        (FatDirectory? newParent, string newName) = Resolve(target);
        DirectoryEntry entry = Existing(parent!, name, path);
        newName = LongName.Normalize(newName, target);
        byte[] template = _journal.Cache.Read(entry.Sector, SectorKind.Directory).Slice(entry.Offset, FatLayout.EntryBytes).ToArray();
        DirectoryEntry? old = newParent!.Find(newName);
        parent!.Remove(entry);
        ulong identity;
        if (old is not null && old.Identity != entry.Identity)
        {
            identity = Replace(old, template);
        }
        else
        {
            identity = newParent.Insert(newName, template).Identity;
        }

        if (entry.IsDirectory && parent.Start != newParent.Start)
        {
            Span<byte> first = _journal.Cache.Change(_layout.SectorOf(entry.Start), SectorKind.Parent);
            DirectoryEntry.SetStart(first.Slice(FatLayout.EntryBytes, FatLayout.EntryBytes), ParentLink(newParent.Start));
        }

        if (_nodes.TryGetValue(entry.Identity, out FatNode? node))
        {
            Touch(node);
            Move(node, identity, target);
        }
    }

    // The name stays where it is and leads to other contents by one write.
    private ulong Replace(DirectoryEntry old, ReadOnlySpan<byte> template)
    {
        Span<byte> slot = ChangeSlot(old);
        byte caseBits = slot[DirectoryEntry.CaseAt];
        template.Slice(ShortName.Bytes).CopyTo(slot.Slice(ShortName.Bytes));
        slot[DirectoryEntry.CaseAt] = caseBits;
        Forget(old.Identity);
        FreeChain(old.Start);
        return old.Identity;
    }
}
