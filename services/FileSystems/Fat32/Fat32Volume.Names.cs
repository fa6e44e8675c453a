// Paths, directories, names.

using System;
using System.Collections.Generic;

namespace RustKernel.Services.FileSystems.Fat32;

public sealed partial class Fat32Volume
{
    private const int MostDepth = 256;

    /// <summary>The directory's entry for a path.</summary>
    public FatFileInfo GetInfo(string path)
    {
        Place place = Resolve(path);
        return place.IsRoot
            ? new FatFileInfo("", FatAttributes.Directory, 0, FatTime.Earliest, FatTime.Earliest, FatTime.Earliest, 0, "")
            : InfoOf(Existing(place));
    }

    /// <summary>
    /// The next entry of a directory; null at the end. <paramref name="cursor"/> begins at 0 and may be kept: it stays valid when files are
    /// made and removed in between, even over a restart.
    /// </summary>
    public FatFileInfo? ReadDirectory(FatNode directory, ref int cursor)
    {
        Require(directory);
        return RequireDirectory(directory).Next(ref cursor) is DirectoryEntry entry ? InfoOf(entry) : null;
    }

    /// <summary>Makes an empty file and opens it. AlreadyExists, InvalidArgument: the name is not possible.</summary>
    public FatNode Create(string path) => Use(Make(Resolve(path), isDirectory: false));

    /// <summary>Makes an empty directory. AlreadyExists, InvalidArgument: the name is not possible.</summary>
    public void MakeDirectory(string path) => Drop(Make(Resolve(path), isDirectory: true));

    /// <summary>
    /// Removes a file. If it is open, it can be read and written until it is closed. IsDirectory; AccessDenied: it has the attribute
    /// read-only.
    /// </summary>
    public void Unlink(string path) => Remove(Resolve(path), mayBeFile: true, mayBeDirectory: false);

    /// <summary>Removes an empty directory. NotDirectory, NotEmpty; InvalidArgument: the root.</summary>
    public void RemoveDirectory(string path) => Remove(Resolve(path), mayBeFile: false, mayBeDirectory: true);

    /// <summary>
    /// Renames or moves a file or directory, atomically. It replaces what has the new name: a file replaces a file, a directory an empty
    /// directory. AlreadyExists: <paramref name="replace"/> is false; IsDirectory, NotDirectory, NotEmpty; InvalidArgument: into itself.
    /// </summary>
    public void Rename(string path, string target, bool replace = true) => Rename(Resolve(path), Resolve(target), replace);

    internal void Remove(Place place, bool mayBeFile, bool mayBeDirectory)
    {
        DirectoryEntry entry = place.IsRoot
            ? throw new FileSystemException(ErrorCode.InvalidArgument, "The root directory cannot be removed.")
            : Existing(place);
        if (entry.IsDirectory ? !mayBeDirectory : !mayBeFile)
        {
            throw entry.IsDirectory ? IsDirectory(place.Path) : NotDirectory(place.Path);
        }

        RequireRemovable(entry, place.Path);
        Run(() => RemoveEntry(place));
        ForgetDirectory(entry.Start);
    }

    internal void Rename(Place place, Place target, bool replace)
    {
        if (place.IsRoot || target.IsRoot)
        {
            throw new FileSystemException(ErrorCode.InvalidArgument, "The root directory cannot be moved or replaced.");
        }

        DirectoryEntry entry = Existing(place);
        target = target with { Name = LongName.Normalize(target.Name, target.Path) };
        DirectoryEntry? old = Parent(target).Find(target.Name);
        if (old is not null && old.Identity != entry.Identity)
        {
            RequireReplaceable(entry, old, target.Path, replace);
        }

        bool moves = entry.IsDirectory && place.Start != target.Start;
        if (moves)
        {
            RefuseInside(entry.Start, target);
            _journal.Settle();
        }

        Run(() => RenameEntry(place, target));
        if (moves)
        {
            _journal.Settle();
        }
    }

    internal DirectoryEntry? Find(Place place) => Parent(place).Find(Trimmed(place.Name));

    /// <summary>Sets ReadOnly, Hidden, System and Archive as given; other bits are ignored.</summary>
    public void SetAttributes(string path, FatAttributes attributes)
        => SetStatus(Existing(Resolve(path)).Identity, path, null, null, null, attributes);

    /// <summary>Sets times; null: unchanged.</summary>
    public void SetTimes(string path, DateTime? created, DateTime? written)
        => SetStatus(Existing(Resolve(path)).Identity, path, created, null, written, null);

    internal void SetStatus(
        ulong identity, string path, DateTime? created, DateTime? accessed, DateTime? written, FatAttributes? attributes) => Run(() =>
    {
        const FatAttributes Settable = FatAttributes.ReadOnly | FatAttributes.Hidden | FatAttributes.System | FatAttributes.Archive;
        Span<byte> slot = ChangeSlot(EntryAt(identity) ?? throw FatErrors.Missing(path));
        if (created is DateTime made)
        {
            DirectoryEntry.SetCreated(slot, made);
        }

        if (written is DateTime changed)
        {
            DirectoryEntry.SetWritten(slot, changed);
        }

        if (accessed is DateTime used)
        {
            DirectoryEntry.SetAccessed(slot, used);
        }

        if (attributes is FatAttributes bits)
        {
            slot[11] = (byte)((slot[11] & ~(byte)Settable) | (byte)(bits & Settable));
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

    private void RequireRemovable(DirectoryEntry entry, string path)
    {
        if (!entry.IsDirectory)
        {
            RequireWritable(entry, path);
        }
        else if (!Directory(entry.Start, path).IsEmpty())
        {
            throw new FileSystemException(ErrorCode.NotEmpty, $"'{path}' is not empty.");
        }
    }

    private void RequireReplaceable(DirectoryEntry entry, DirectoryEntry old, string target, bool replace)
    {
        if (!replace)
        {
            throw new FileSystemException(ErrorCode.AlreadyExists, $"'{target}' exists already.");
        }

        if (old.IsDirectory != entry.IsDirectory)
        {
            throw old.IsDirectory ? IsDirectory(target) : NotDirectory(target);
        }

        RequireRemovable(old, target);
    }

    internal static FatFileInfo InfoOf(DirectoryEntry entry) => new(
        entry.Name, entry.Attributes, entry.IsDirectory ? 0 : entry.Size, entry.Created, entry.Written, entry.Accessed, entry.Identity,
        ShortName.Decode(entry.Short, 0));

    private DirectoryEntry Existing(Place place)
        => (place.IsRoot ? null : Find(place)) ?? throw FatErrors.Missing(place.Path);

    private FatDirectory Parent(Place place) => Directory(place.Start, place.DirectoryPath);

    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> name)
    {
        int length = name.Length;
        while (length > 0 && name[length - 1] is '.' or ' ')
        {
            length--;
        }

        return name.Slice(0, length);
    }

    private Place Resolve(string path)
    {
        TrimDirectories();
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

        return names.Count == 0 ? Place.Root(_layout.RootCluster) : Walk(names);
    }

    private Place Walk(List<string> names)
    {
        Place place = new(_layout.RootCluster, "", names[0]);
        for (int i = 1; i < names.Count; i++)
        {
            DirectoryEntry entry = Existing(place);
            if (!entry.IsDirectory)
            {
                throw NotDirectory(place.Path);
            }

            place = new Place(DirectoryStart(entry, place.Path), place.Path, names[i]);
        }

        return place;
    }

    private uint DirectoryStart(DirectoryEntry entry, string path)
        => entry.Start != _layout.RootCluster
            ? entry.Start
            : throw FatErrors.Corrupt($"'{path}': its entry leads to the root directory.");

    // Goes up from the new place by "..": the moved directory must not be on the way.
    private void RefuseInside(uint moved, Place target)
    {
        uint start = target.Start;
        for (int depth = 0; start != _layout.RootCluster && start != 0; depth++)
        {
            if (start == moved)
            {
                throw new FileSystemException(ErrorCode.InvalidArgument, $"'{target.Path}' is inside the directory that is moved.");
            }

            if (depth > MostDepth)
            {
                throw FatErrors.Corrupt($"'{target.Path}': the entries '..' above cluster {target.Start} lead in a circle.");
            }

            start = DirectoryEntry.StartOf(ParentSlot(start, target.Path));
        }
    }

    private ReadOnlySpan<byte> ParentSlot(uint start, string path)
    {
        _ = Directory(start, path);
        ReadOnlySpan<byte> slot = _journal.Cache
            .Read(_layout.SectorOf(start), SectorKind.Directory)
            .Slice(FatLayout.EntryBytes, FatLayout.EntryBytes);
        return slot[0] == '.' && slot[1] == '.'
            ? slot
            : throw FatErrors.Corrupt($"'{path}': the directory at cluster {start} has no entry '..'.");
    }

    private FatDirectory RequireDirectory(FatNode node)
        => node.IsDirectory ? Directory(node.Start, node.Path) : throw NotDirectory(node.Path);

    private Span<byte> ChangeSlot(DirectoryEntry entry)
        => _journal.Cache.Change(entry.Sector, SectorKind.Directory).Slice(entry.Offset, FatLayout.EntryBytes);

    internal FatNode Make(Place place, bool isDirectory)
    {
        FatNode? made = null;
        Run(() =>
        {
            FatDirectory parent = Parent(place);
            if (place.IsRoot || parent.Find(Trimmed(place.Name)) is not null)
            {
                throw new FileSystemException(ErrorCode.AlreadyExists, $"'{place.Path}' exists already.");
            }

            string name = LongName.Normalize(place.Name, place.Path);
            if (parent.Start == _layout.RootCluster && string.Equals(name, "RKINTENT.LOG", StringComparison.OrdinalIgnoreCase))
            {
                throw new FileSystemException(ErrorCode.InvalidArgument, $"'{place.Path}': this name is kept for the intent log.");
            }

            uint start = isDirectory ? MakeCluster(parent.Start) : 0;
            Span<byte> slot = stackalloc byte[FatLayout.EntryBytes];
            DirectoryEntry.Fill(slot, "           "u8, isDirectory ? FatAttributes.Directory : FatAttributes.Archive, start, Now());
            made = NodeOf(parent.Insert(name, slot), place.Path);
        });
        return made!;
    }

    // Makes the first cluster of a new directory, with "." and "..".
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
        ForgetDirectory(cluster);
        return cluster;
    }

    // ".." of a directory in the root leads to cluster 0. [fatgen103, "Directory Creation"]
    private uint ParentLink(uint parent) => parent == _layout.RootCluster ? 0 : parent;

    private void RemoveEntry(Place place)
    {
        DirectoryEntry entry = Existing(place);
        byte[] template = TemplateOf(entry);
        Parent(place).Remove(entry);
        FreeOrKeep(entry, template);
    }

    private byte[] TemplateOf(DirectoryEntry entry)
        => _journal.Cache.Read(entry.Sector, SectorKind.Directory).Slice(entry.Offset, FatLayout.EntryBytes).ToArray();

    // A file has lost its name: if it is open, it lives under a hidden name until it is closed.
    private void FreeOrKeep(DirectoryEntry entry, byte[] template)
    {
        if (!_nodes.TryGetValue(entry.Identity, out FatNode? node) || node.IsDirectory || node.Users == 0)
        {
            Forget(entry.Identity);
            FreeChain(entry.Start);
            return;
        }

        Touch(node);
        template[11] = (byte)(FatAttributes.Hidden | FatAttributes.System);
        DirectoryEntry kept = Directory(_layout.RootCluster, "").InsertHidden(template);
        node.IsGone = true;
        Move(node, kept.Identity, node.Path);
    }

    private void Forget(ulong identity)
    {
        if (_nodes.TryGetValue(identity, out FatNode? node))
        {
            Touch(node);
            node.IsGone = true;
            node.HasNoEntry = true;
            _ = _nodes.Remove(identity);
        }
    }

    private void RenameEntry(Place place, Place target)
    {
        FatDirectory parent = Parent(place);
        FatDirectory newParent = Parent(target);
        DirectoryEntry entry = Existing(place);
        byte[] template = TemplateOf(entry);
        DirectoryEntry? old = newParent.Find(target.Name);
        _ = _nodes.TryGetValue(entry.Identity, out FatNode? node);
        parent.Remove(entry);
        ulong identity = old is not null && old.Identity != entry.Identity
            ? Replace(old, template)
            : newParent.Insert(target.Name, template).Identity;
        if (entry.IsDirectory && parent.Start != newParent.Start)
        {
            SetParent(entry.Start, newParent.Start, place.Path);
        }

        if (node is not null)
        {
            Touch(node);
            Move(node, identity, target.Path);
        }
    }

    // One write gives the name, at the same place, other contents.
    private ulong Replace(DirectoryEntry old, ReadOnlySpan<byte> template)
    {
        byte[] replaced = TemplateOf(old);
        Span<byte> slot = ChangeSlot(old);
        byte caseBits = slot[DirectoryEntry.CaseAt];
        template.Slice(ShortName.Bytes).CopyTo(slot.Slice(ShortName.Bytes));
        slot[DirectoryEntry.CaseAt] = caseBits;
        FreeOrKeep(old, replaced);
        return old.Identity;
    }

    private void SetParent(uint start, uint parent, string path)
    {
        _ = ParentSlot(start, path);
        Span<byte> link = _journal.Cache
            .Change(_layout.SectorOf(start), SectorKind.Parent)
            .Slice(FatLayout.EntryBytes, FatLayout.EntryBytes);
        DirectoryEntry.SetStart(link, ParentLink(parent));
    }
}
