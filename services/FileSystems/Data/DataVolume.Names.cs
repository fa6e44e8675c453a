// Directories and inodes.

using System;
using System.Text;

namespace RustKernel.Services.FileSystems.Data;

internal sealed partial class DataVolume
{
    private const int InodesKept = 512;

    // The inodes last read or written, indexed by their numbers.
    private readonly Inode?[] _inodes = new Inode?[InodesKept];
    private readonly InodeValues _values = new();
    private readonly InodeKinds _kinds = new();

    /// <summary>A file's inode, to be changed. NotOwned: no file has that number.</summary>
    public Inode GetInode(ulong number) => LookAt(number).Copy();

    /// <summary>The same, not to be changed.</summary>
    public Inode LookAt(ulong number)
    {
        CheckAlive();
        ref Inode? kept = ref _inodes[(int)(number % InodesKept)];
        if (kept is null || kept.Number != number)
        {
            kept = _values.TryGet(number, out ReadOnlySpan<byte> value) ? Inode.Read(number, value) : Search(number);
        }

        return kept;
    }

    private Inode Search(ulong number)
    {
        Inode found = _tree.TryGet(Inode.KeyOf(number), out ReadOnlySpan<byte> value) && value.Length != 0
            ? Inode.Read(number, value)
            : throw new FileSystemException(ErrorCode.NotOwned, $"there is no file {number}");
        _values.Keep(number, value);
        return found;
    }

    /// <summary>The same for a file to which a directory entry leads. Corrupt: it does not exist.</summary>
    public Inode LookAtEntry(ulong number)
    {
        try
        {
            return LookAt(number);
        }
        catch (FileSystemException e) when (e.Error == ErrorCode.NotOwned)
        {
            throw Dangling(number);
        }
    }

    /// <summary>The inode of a name; false: there is none. NotDirectory.</summary>
    public bool TryFind(ulong directory, ReadOnlySpan<char> name, out ulong inode)
    {
        CheckDirectory(directory);
        Span<byte> room = stackalloc byte[Layout.MaximumNameBytes];
        return TryFind(directory, EntryName.Bytes(name, room), out _, out inode);
    }

    /// <summary>Makes an empty file or directory.</summary>
    public ulong Create(ulong directory, ReadOnlySpan<char> name, bool isDirectory)
    {
        CheckWritable();
        Span<byte> room = stackalloc byte[Layout.MaximumNameBytes];
        ReadOnlySpan<byte> bytes = EntryName.Bytes(name, room);
        Inode parent = GetDirectory(directory);
        if (TryFind(directory, bytes, out TreeKey key, out _))
        {
            throw new FileSystemException(ErrorCode.AlreadyExists, $"{name.ToString()} exists");
        }

        CheckNextInode();
        Need(0, 4);
        ulong number = _superblock.NextInode;
        _isChanging = true;
        _superblock.NextInode++;
        _superblock.Files++;
        PutInode(new()
        {
            Number = number,
            Flags = isDirectory ? FileFlags.Directory : FileFlags.None,
            Created = Now,
            Modified = Now,
            Accessed = Now,
            Parent = directory,
        });
        _tree.Put(key, EntryName.ToValue(number, bytes));
        parent.Length++;
        parent.Modified = Now;
        PutInode(parent);
        Settle();
        return number;
    }

    /// <summary>Removes a name, and the file unless it is held.</summary>
    public void Remove(ulong directory, ReadOnlySpan<char> name)
    {
        Need(0, 8, isDeleting: true);
        Inode parent = GetDirectory(directory);
        Inode inode = GetEntry(directory, name, out TreeKey key);
        CheckEmpty(inode, name);
        TryExtents(inode.Number, 0, Everything);
        _isChanging = true;
        _ = _tree.Remove(key);
        parent.Length--;
        parent.Modified = Now;
        PutInode(parent);
        Drop(inode);
        Settle();
    }

    /// <summary>Renames a file.</summary>
    public void Rename(ulong directory, ReadOnlySpan<char> name, ulong newDirectory, ReadOnlySpan<char> newName, bool replaces)
    {
        Need(0, 12, isDeleting: true);
        Span<byte> room = stackalloc byte[Layout.MaximumNameBytes];
        ReadOnlySpan<byte> bytes = EntryName.Bytes(newName, room);
        Inode from = GetDirectory(directory);
        Inode to = directory == newDirectory ? from : GetDirectory(newDirectory);
        Inode inode = GetEntry(directory, name, out TreeKey key);
        CheckNotWithin(inode, newDirectory);
        Inode? old = null;
        if (TryFind(newDirectory, bytes, out TreeKey newKey, out ulong oldNumber))
        {
            if (oldNumber == inode.Number)
            {
                return;
            }

            old = LookAtEntry(oldNumber).Copy();
            CheckReplaced(inode, old, newName, replaces);
            TryExtents(old.Number, 0, Everything);
        }

        _isChanging = true;
        _ = _tree.Remove(key);
        _tree.Put(newKey, EntryName.ToValue(inode.Number, bytes));
        from.Length--;
        to.Length += old is null ? 1u : 0;
        from.Modified = Now;
        to.Modified = Now;
        PutInode(from);
        if (to != from)
        {
            PutInode(to);
        }

        inode.Parent = newDirectory;
        PutInode(inode);
        if (old is not null)
        {
            Drop(old);
        }

        Settle();
    }

    /// <summary>The entry of a directory at a place or after it; moves the place on. False at the end.</summary>
    public bool Next(ulong directory, ref ulong place, out string name, out ulong inode)
    {
        CheckDirectory(directory);
        bool isThere = _tree.Next(
            TreeKey.Of(directory, ItemKind.Entry, place),
            TreeKey.Of(directory, ItemKind.Entry, ulong.MaxValue),
            out TreeKey key,
            out ReadOnlySpan<byte> value);
        inode = isThere ? EntryName.Inode(value) : 0;
        name = isThere ? Encoding.UTF8.GetString(EntryName.NameOf(value)) : "";
        place = isThere ? key.Low + 1 : place;
        return isThere;
    }

    /// <summary>Names of a directory from a place, as many as there is room for; returns their bytes. 0: there are no more.</summary>
    public int Names(ulong directory, ref ulong place, Span<byte> bytes)
    {
        CheckDirectory(directory);
        int count = 0;
        TreeKey end = TreeKey.Of(directory, ItemKind.Entry, ulong.MaxValue);
        TreeKey at = TreeKey.Of(directory, ItemKind.Entry, place);
        while (_tree.LeafOf(at, end, out int index) is TreeNode leaf)
        {
            for (; index < leaf.Count; index++)
            {
                TreeKey key = leaf.KeyAt(index);
                if (key.CompareTo(end) >= 0)
                {
                    return count;
                }

                ReadOnlySpan<byte> value = leaf.ValueAt(index);
                ulong inode = EntryName.Inode(value);
                int written = NameFormat.Write(bytes.Slice(count), EntryName.NameOf(value), _kinds.IsDirectory(inode) ?? Learn(inode));
                if (written == 0)
                {
                    return count != 0 ? count : throw new FileSystemException(
                        ErrorCode.InvalidArgument, $"{bytes.Length} bytes have no room for the next name");
                }

                count += written;
                at = key.Next;
                place = at.Low;
            }
        }

        return count;
    }

    // Changes nothing in the tree: spans from a leaf stay valid.
    private bool Learn(ulong number)
    {
        bool isDirectory = _tree.TryGet(Inode.KeyOf(number), out ReadOnlySpan<byte> value) && value.Length != 0
            ? Inode.Read(number, value).IsDirectory
            : throw Dangling(number);
        _kinds.Keep(number, isDirectory);
        return isDirectory;
    }

    /// <summary>Sets times (0: unchanged) and flags (null: unchanged).</summary>
    public void SetStatus(ulong number, long created, long accessed, long modified, FileFlags? flags)
    {
        Need(0, 1, isDeleting: true);
        Inode inode = GetInode(number);
        _isChanging = true;
        inode.Created = created != 0 ? Inode.Clamped(created) : inode.Created;
        inode.Accessed = accessed != 0 ? Inode.Clamped(accessed) : inode.Accessed;
        inode.Modified = modified != 0 ? Inode.Clamped(modified) : inode.Modified;
        inode.Flags = flags is FileFlags some ? (some & ~FileFlags.Directory) | (inode.Flags & FileFlags.Directory) : inode.Flags;
        PutInode(inode);
        Settle();
    }

    /// <summary>Opens a file: it exists until it is released as often.</summary>
    public void Hold(ulong number)
    {
        _ = LookAt(number);
        _held[number] = HoldCount(number) + 1;
    }

    /// <summary>Undoes one Hold; the last one ends a file without a name.</summary>
    public void Release(ulong number)
    {
        int left = HoldCount(number) - 1;
        if (left > 0)
        {
            _held[number] = left;
            return;
        }

        _ = _held.Remove(number);
        if (_space is null || _stopped.Length != 0 || LookAt(number).Links != 0)
        {
            return;
        }

        Need(0, 6, isDeleting: true);
        Inode inode = GetInode(number);
        TryExtents(number, 0, Everything);
        _isChanging = true;
        _ = _tree.Remove(TreeKey.Of(0, ItemKind.Orphan, number));
        Erase(inode);
        Settle();
    }

    /// <summary>The path of a file, as far as it can be found: for errors.</summary>
    public string PathOf(ulong number)
    {
        try
        {
            string path = "";
            for (int depth = 0; number != Layout.RootInode && depth < 64; depth++)
            {
                Inode inode = GetInode(number);
                path = "/" + NameIn(inode.Parent, number) + path;
                number = inode.Parent;
            }

            return path.Length == 0 ? "/" : path;
        }
        catch (FileSystemException)
        {
            return $"file {number}";
        }
    }

    // The next number in the superblock must not belong to an existing file. The tree's last key shows that; checked once.
    private void CheckNextInode()
    {
        if (!_isNextChecked && _tree.Floor(TreeKey.Last, out TreeKey last, out _) && last.Inode >= _superblock.NextInode)
        {
            throw new FileSystemException(
                ErrorCode.Corrupt,
                $"the superblock gives the next file number {_superblock.NextInode}, and file {last.Inode} is there: no file can be made");
        }

        _isNextChecked = true;
        if (_superblock.NextInode >= Layout.MaximumInode)
        {
            throw new FileSystemException(ErrorCode.NoSpace, "the volume has given out all numbers of files");
        }
    }

    private int HoldCount(ulong number) => _held.TryGetValue(number, out int count) ? count : 0;

    private string NameIn(ulong directory, ulong number)
    {
        // Not by way of GetDirectory, whose errors ask for paths.
        TreeKey end = TreeKey.Of(directory, ItemKind.Entry, ulong.MaxValue);
        for (TreeKey at = TreeKey.Of(directory, ItemKind.Entry, 0); _tree.Next(
            at, end, out TreeKey key, out ReadOnlySpan<byte> value); at = key.Next)
        {
            if (EntryName.Inode(value) == number)
            {
                return Encoding.UTF8.GetString(EntryName.NameOf(value));
            }
        }

        return $"(deleted file {number})";
    }

    private void CheckDirectory(ulong number)
    {
        if (!LookAt(number).IsDirectory)
        {
            throw new FileSystemException(ErrorCode.NotDirectory, $"{PathOf(number)} is a file");
        }
    }

    private Inode GetDirectory(ulong number)
        => GetInode(number) is { IsDirectory: true } inode
            ? inode
            : throw new FileSystemException(ErrorCode.NotDirectory, $"{PathOf(number)} is a file");

    // Not to be changed.
    private Inode LookAtFile(ulong number)
        => LookAt(number) is { IsDirectory: false } inode
            ? inode
            : throw new FileSystemException(ErrorCode.IsDirectory, $"{PathOf(number)} is a directory");

    private Inode GetFile(ulong number) => LookAtFile(number).Copy();

    private Inode GetEntry(ulong directory, ReadOnlySpan<char> name, out TreeKey key)
    {
        Span<byte> room = stackalloc byte[Layout.MaximumNameBytes];
        return TryFind(directory, EntryName.Bytes(name, room), out key, out ulong number)
            ? LookAtEntry(number).Copy()
            : throw new FileSystemException(ErrorCode.NotFound, $"there is no {name.ToString()}");
    }

    private static FileSystemException Dangling(ulong number) =>
        new(ErrorCode.Corrupt, $"a directory has an entry for file {number}, and there is no such file");

    private static void CheckEmpty(Inode inode, ReadOnlySpan<char> name)
    {
        if (inode.IsDirectory && inode.Length != 0)
        {
            throw new FileSystemException(ErrorCode.NotEmpty, $"{name.ToString()} has {inode.Length} entries");
        }
    }

    private static void CheckReplaced(Inode inode, Inode old, ReadOnlySpan<char> name, bool replaces)
    {
        if (!replaces)
        {
            throw new FileSystemException(ErrorCode.AlreadyExists, $"{name.ToString()} exists");
        }

        if (inode.IsDirectory != old.IsDirectory)
        {
            throw new FileSystemException(
                old.IsDirectory ? ErrorCode.IsDirectory : ErrorCode.NotDirectory, $"{name.ToString()} exists and is of the other kind");
        }

        CheckEmpty(old, name);
    }

    private void CheckNotWithin(Inode inode, ulong directory)
    {
        // Remember a directory after 1, 2, 4 … steps: a cycle meets it again.
        ulong steps = 0;
        ulong seen = 0;
        for (ulong at = directory; inode.IsDirectory && at != Layout.RootInode; at = GetInode(at).Parent)
        {
            if (at == inode.Number)
            {
                throw new FileSystemException(ErrorCode.InvalidArgument, "a directory cannot move into itself");
            }

            if (at == seen)
            {
                throw new FileSystemException(ErrorCode.Corrupt, $"directory {directory} is its own ancestor");
            }

            steps++;
            seen = (steps & (steps - 1)) == 0 ? at : seen;
        }
    }

    // The key is the entry's, or the first free one for the name.
    private bool TryFind(ulong directory, ReadOnlySpan<byte> name, out TreeKey key, out ulong inode)
    {
        TreeKey first = EntryName.FirstKey(directory, name);
        if (_tree.TryGet(first, out ReadOnlySpan<byte> only))
        {
            // Most names do not share their hash.
            inode = EntryName.Inode(only);
            if (EntryName.NameOf(only).SequenceEqual(name))
            {
                key = first;
                return true;
            }
        }

        TreeKey end = new(first.High, first.Low + Layout.MaximumEqualHashes);
        TreeKey free = first;
        for (TreeKey at = first; _tree.Next(at, end, out TreeKey found, out ReadOnlySpan<byte> value); at = found.Next)
        {
            inode = EntryName.Inode(value);
            if (EntryName.NameOf(value).SequenceEqual(name))
            {
                key = found;
                return true;
            }

            free = free == found ? found.Next : free;
        }

        key = free != end
            ? free
            : throw new FileSystemException(ErrorCode.NoSpace, $"the directory has {Layout.MaximumEqualHashes} names of this hash already");
        inode = 0;
        return false;
    }

    private void PutInode(Inode inode)
    {
        Span<byte> value = stackalloc byte[Inode.Size];
        inode.Write(value);
        _tree.Put(Inode.KeyOf(inode.Number), value);
        _inodes[(int)(inode.Number % InodesKept)] = inode;
        _values.Keep(inode.Number, value);
        _kinds.Keep(inode.Number, inode.IsDirectory);
    }

    // Frees a file that has no name any more.
    private void Drop(Inode inode)
    {
        if (!_held.ContainsKey(inode.Number))
        {
            Erase(inode);
            return;
        }

        inode.Links = 0;
        PutInode(inode);
        _tree.Put(TreeKey.Of(0, ItemKind.Orphan, inode.Number), ReadOnlySpan<byte>.Empty);
    }

    private void Erase(Inode inode)
    {
        ForgetDirty(inode.Number, 0);
        _ = Punch(inode.Number, 0, Everything);
        _ = _tree.Remove(Inode.KeyOf(inode.Number));
        _inodes[(int)(inode.Number % InodesKept)] = null;
        _values.Drop(inode.Number);
        _superblock.Files -= Math.Min(1, _superblock.Files);
    }
}
