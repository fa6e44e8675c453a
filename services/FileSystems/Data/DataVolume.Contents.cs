// The contents of files. Writes gather in memory, in blocks, and get their places on the disk together when there are enough of them or a
// commit comes.

using System;
using System.Collections.Generic;

namespace RustKernel.Services.FileSystems.Data;

internal sealed partial class DataVolume
{
    private const int Block = Layout.BlockSize;

    // Consecutive failed places after which the disk counts as gone.
    private const int MostRefusedInRow = 8;

    // Past the last block of any file.
    private const ulong Everything = Layout.MaximumBlocks + 1;

    private readonly Dictionary<FileBlock, byte[]> _dirty = [];
    private readonly LruCache<byte[]> _pages = new(PagesKept);
    private readonly int _dirtyLimit;
    private int _refusedInRow;
    private ulong _refused;
    private byte[]? _runBuffer;

    // Read-only views never need it.
    private byte[] Run => _runBuffer ??= new byte[Layout.MaximumExtent * Block];

    /// <summary>Reads from a position, up to the end of the file; returns the bytes read.</summary>
    public int Read(ulong number, ulong position, Span<byte> bytes)
    {
        Inode inode = LookAtFile(number);
        if (position >= inode.Length)
        {
            return 0;
        }

        int count = (int)Math.Min((ulong)bytes.Length, inode.Length - position);
        Span<byte> left = bytes.Slice(0, count);
        while (left.Length != 0)
        {
            int done = ReadPiece(number, position, left);
            position += (ulong)done;
            left = left.Slice(done);
        }

        return count;
    }

    /// <summary>Writes from a position. One commit contains all of it.</summary>
    public void Write(ulong number, ulong position, ReadOnlySpan<byte> bytes)
    {
        CheckWritable();
        _ = LookAtFile(number);
        if (bytes.Length == 0)
        {
            return;
        }

        if (position > Layout.MaximumFileSize || (ulong)bytes.Length > Layout.MaximumFileSize - position)
        {
            throw new FileSystemException(ErrorCode.InvalidArgument, $"a file has at most {Layout.MaximumFileSize} bytes");
        }

        ulong end = position + (ulong)bytes.Length;
        ulong first = position / Block;
        ulong blocks = ((end - 1) / Block) - first + 1;
        Need(blocks, 12);
        Inode inode = GetFile(number);
        TryExtents(number, first, first + blocks);
        // Read what stays of the first and the last block before changing anything.
        byte[]? head = position % Block != 0 || (blocks == 1 && end < inode.Length) ? LoadForChange(inode, first) : null;
        byte[]? tail = blocks > 1 && end % Block != 0 ? LoadForChange(inode, first + blocks - 1) : null;
        _isChanging = true;
        for (int done = 0; done < bytes.Length;)
        {
            ulong index = (position + (ulong)done) / Block;
            byte[]? kept = index == first ? head : index == first + blocks - 1 ? tail : null;
            done += WritePiece(inode, position + (ulong)done, bytes.Slice(done), kept);
        }

        inode.Length = Math.Max(inode.Length, end);
        inode.Modified = Now;
        PutInode(inode);
        Settle();
    }

    /// <summary>Makes a file shorter, or longer with zeros that take no room.</summary>
    public void SetSize(ulong number, ulong size)
    {
        CheckWritable();
        bool isShorter = size < LookAtFile(number).Length;
        if (size > Layout.MaximumFileSize)
        {
            throw new FileSystemException(ErrorCode.InvalidArgument, $"a file has at most {Layout.MaximumFileSize} bytes");
        }

        Need(1, 12, isDeleting: isShorter);
        Inode inode = GetFile(number);
        TryExtents(number, size / Block, isShorter ? Everything : 0);
        byte[]? last = isShorter && size % Block != 0 ? LoadForChange(inode, size / Block) : null;
        _isChanging = true;
        if (isShorter)
        {
            ulong kept = (size + Block - 1) / Block;
            ForgetDirty(number, kept);
            inode.Blocks -= Punch(number, kept, Everything);
        }

        if (last is not null)
        {
            // Clear the bytes past the end, so that a longer file shows zeros.
            last.AsSpan((int)(size % Block)).Clear();
            _dirty[new(number, size / Block)] = last;
        }

        inode.Length = size;
        inode.Modified = Now;
        PutInode(inode);
        Settle();
    }

    private int WritePiece(Inode inode, ulong position, ReadOnlySpan<byte> bytes, byte[]? kept)
    {
        int offset = (int)(position % Block);
        ulong index = position / Block;
        int whole = Math.Min(bytes.Length / Block, Layout.MaximumExtent);
        if (offset == 0 && whole >= Layout.MaximumExtent / 4)
        {
            bytes.Slice(0, whole * Block).CopyTo(Run);
            for (int i = 0; i < whole; i++)
            {
                _ = _dirty.Remove(new(inode.Number, index + (ulong)i));
            }

            WriteRun(inode, index, whole);
            return whole * Block;
        }

        if (_dirty.Count >= _dirtyLimit && !_dirty.ContainsKey(new(inode.Number, index)))
        {
            FlushData(inode);
        }

        int length = Math.Min(bytes.Length, Block - offset);
        byte[] page = kept ?? new byte[Block];
        bytes.Slice(0, length).CopyTo(page.AsSpan(offset));
        _dirty[new(inode.Number, index)] = page;
        return length;
    }

    // A block's contents in memory, to be changed: a changed block itself, or a copy of an unchanged one.
    private byte[] LoadForChange(Inode inode, ulong index)
    {
        if (_dirty.TryGetValue(new(inode.Number, index), out byte[]? page))
        {
            return (byte[])page.Clone();
        }

        page = new byte[Block];
        if (index * Block < inode.Length)
        {
            Span<byte> left = page.AsSpan(0, (int)Math.Min(Block, inode.Length - (index * Block)));
            _ = ReadPiece(inode.Number, index * Block, left);
        }

        return page;
    }

    // At most up to the end of a block, or of a run of whole blocks that lie together.
    private int ReadPiece(ulong number, ulong position, Span<byte> bytes)
    {
        ulong index = position / Block;
        int offset = (int)(position % Block);
        int length = Math.Min(bytes.Length, Block - offset);
        if (_dirty.TryGetValue(new(number, index), out byte[]? page))
        {
            page.AsSpan(offset, length).CopyTo(bytes);
            return length;
        }

        if (!TryGetExtent(number, index, out Extent extent))
        {
            bytes.Slice(0, length).Clear();
            return length;
        }

        int run = offset == 0 ? RunLength(number, index, extent, bytes.Length / Block) : 0;
        if (run > 1)
        {
            ReadRun(number, index, extent, bytes.Slice(0, run * Block));
            return run * Block;
        }

        Page(number, index, extent).AsSpan(offset, length).CopyTo(bytes);
        return length;
    }

    private int RunLength(ulong number, ulong index, Extent extent, int most)
    {
        int run = 0;
        while (run < most && index + (ulong)run < extent.End
            && !_dirty.ContainsKey(new(number, index + (ulong)run))
            && _pages.Get(extent.Block + (index - extent.First) + (ulong)run) is null)
        {
            run++;
        }

        return run;
    }

    private void ReadRun(ulong number, ulong index, Extent extent, Span<byte> bytes)
    {
        int skipped = (int)(index - extent.First);
        ulong block = extent.Block + (ulong)skipped;
        try
        {
            _device.Read(block, bytes);
        }
        catch (FileSystemException e)
        {
            throw new FileSystemException(e.Error, $"{PathOf(number)}: {e.Message}");
        }

        for (int i = 0; i < bytes.Length / Block; i++)
        {
            if (Crc32C.Of(bytes.Slice(i * Block, Block)) != extent.Checksums[skipped + i])
            {
                throw new FileSystemException(
                    ErrorCode.Corrupt,
                    $"{PathOf(number)}: block {block + (ulong)i}, byte {(index + (ulong)i) * Block} of the file, is damaged: its checksum "
                        + $"is wrong");
            }
        }
    }

    private byte[] Page(ulong number, ulong index, Extent extent)
    {
        ulong block = extent.Block + (index - extent.First);
        byte[]? page = _pages.Get(block);
        if (page is null)
        {
            page = new byte[Block];
            ReadRun(number, index, extent, page);
            _ = _pages.Put(block, page);
        }

        return page;
    }

    internal bool TryGetExtent(ulong number, ulong index, out Extent extent)
    {
        extent = default;
        if (!_tree.Floor(Extent.KeyOf(number, index), out TreeKey key, out ReadOnlySpan<byte> value)
            || key.Inode != number || key.Kind != ItemKind.Extent)
        {
            return false;
        }

        extent = Extent.Read(key, value, _superblock.BlockCount);
        return index < extent.End;
    }

    // Gives all changed blocks their places and writes them. The inode that a caller is about to write gets its block count itself.
    private void FlushData(Inode? writing = null)
    {
        if (_dirty.Count == 0)
        {
            return;
        }

        FileBlock[] blocks = new FileBlock[_dirty.Count];
        _dirty.Keys.CopyTo(blocks, 0);
        Array.Sort(blocks, (a, b) => a.CompareTo(b));
        for (int i = 0; i < blocks.Length;)
        {
            Inode inode = writing is not null && writing.Number == blocks[i].Inode ? writing : GetInode(blocks[i].Inode);
            for (; i < blocks.Length && blocks[i].Inode == inode.Number;)
            {
                int count = 0;
                ulong first = blocks[i].Index;
                while (i < blocks.Length && count < Layout.MaximumExtent && blocks[i] == new FileBlock(inode.Number, first + (ulong)count))
                {
                    _dirty[blocks[i]].AsSpan().CopyTo(Run.AsSpan(count * Block));
                    count++;
                    i++;
                }

                WriteRun(inode, first, count);
            }

            if (inode != writing)
            {
                PutInode(inode);
            }
        }

        foreach (FileBlock block in blocks)
        {
            KeepPage(block);
        }
    }

    // Keeps a block just written as a page: it is likely to be read.
    private void KeepPage(FileBlock block)
    {
        if (_dirty.Remove(block, out byte[]? page) && TryGetExtent(block.Inode, block.Index, out Extent extent))
        {
            _ = _pages.Put(extent.Block + (block.Index - extent.First), page);
        }
    }

    // Writes the contents of Run to new blocks, in as few runs as possible.
    private void WriteRun(Inode inode, ulong first, int count)
    {
        for (int done = 0; done < count;)
        {
            ulong block = _space!.Take((ulong)(count - done), out ulong taken);
            if (taken > 1 && TryWrite(block, done, (int)taken) is null)
            {
                PutRun(inode, first, block, done, (int)taken);
                done += (int)taken;
                _refusedInRow = 0;
            }
            else
            {
                done += WriteSingly(inode, first, block, done, (int)taken);
            }
        }
    }

    // One bad block fails its whole run. Returns how many blocks of the file found a place.
    private int WriteSingly(Inode inode, ulong first, ulong block, int done, int taken)
    {
        int before = done;
        for (int i = 0; i < taken; i++)
        {
            if (TryWrite(block + (ulong)i, done, 1) is not FileSystemException refused)
            {
                PutRun(inode, first, block + (ulong)i, done++, 1);
                _refusedInRow = 0;
                continue;
            }

            _space!.Spoil(block + (ulong)i, 1);
            Refuse(inode.Number, refused);
        }

        return done - before;
    }

    // Skips a place that cannot be written, for another one. Only so often: the disk may be gone, and the reserve is not only for this.
    private void Refuse(ulong number, FileSystemException refused)
    {
        _refused++;
        if (++_refusedInRow >= MostRefusedInRow || _refused >= Reserve / 4)
        {
            throw new FileSystemException(
                refused.Error,
                $"{PathOf(number)}: {refused.Message}, nor could {_refused - 1} other places since the last commit");
        }
    }

    private FileSystemException? TryWrite(ulong block, int done, int count)
    {
        try
        {
            _device.Write(block, Run.AsSpan(done * Block, count * Block));
            return null;
        }
        catch (FileSystemException e)
        {
            return e;
        }
    }

    private void PutRun(Inode inode, ulong first, ulong block, int done, int count)
    {
        uint[] checksums = new uint[count];
        for (int i = 0; i < count; i++)
        {
            checksums[i] = Crc32C.Of(Run.AsSpan((done + i) * Block, Block));
            _pages.Remove(block + (ulong)i);
        }

        Extent extent = new(first + (ulong)done, block, checksums);
        inode.Blocks -= Punch(inode.Number, extent.First, extent.End);
        inode.Blocks += (ulong)count;
        PutExtent(inode.Number, extent);
    }

    // Reads what a change will need, so that damage is found before anything changes.
    private void TryExtents(ulong number, ulong from, ulong end)
    {
        try
        {
            _ = from != 0 && TryGetExtent(number, from - 1, out _);
            TreeKey limit = Extent.KeyOf(number, end);
            for (TreeKey at = Extent.KeyOf(number, from); _tree.Next(
                at,
                limit,
                out TreeKey key,
                out ReadOnlySpan<byte> value); at = key.Next)
            {
                _ = Extent.Read(key, value, _superblock.BlockCount);
            }
        }
        catch (FileSystemException e)
        {
            throw new FileSystemException(e.Error, $"{PathOf(number)}: {e.Message}");
        }
    }

    // Joins it with the extent before if both lie together: so a file that grows in small pieces has few extents.
    private void PutExtent(ulong number, Extent extent)
    {
        if (extent.First != 0 && TryGetExtent(number, extent.First - 1, out Extent before) && before.End == extent.First
            && before.Block + (ulong)before.Count == extent.Block && before.Count + extent.Count <= Layout.MaximumExtent)
        {
            uint[] checksums = new uint[before.Count + extent.Count];
            before.Checksums.AsSpan().CopyTo(checksums);
            extent.Checksums.AsSpan().CopyTo(checksums.AsSpan(before.Count));
            extent = new(before.First, before.Block, checksums);
        }

        _tree.Put(Extent.KeyOf(number, extent.First), extent.ToValue());
    }

    // Frees the blocks of a part of a file; returns how many.
    private ulong Punch(ulong number, ulong from, ulong end)
    {
        ulong freed = 0;
        if (from != 0 && TryGetExtent(number, from - 1, out Extent before) && before.End > from)
        {
            freed += Cut(number, before, from, end);
        }

        TreeKey limit = Extent.KeyOf(number, end);
        for (TreeKey at = Extent.KeyOf(number, from); _tree.Next(at, limit, out TreeKey key, out ReadOnlySpan<byte> value); at = key.Next)
        {
            freed += Cut(number, Extent.Read(key, value, _superblock.BlockCount), from, end);
        }

        return freed;
    }

    private ulong Cut(ulong number, Extent extent, ulong from, ulong end)
    {
        from = Math.Max(from, extent.First);
        end = Math.Min(end, extent.End);
        _ = _tree.Remove(Extent.KeyOf(number, extent.First));
        if (from > extent.First)
        {
            _tree.Put(Extent.KeyOf(number, extent.First), extent.Part(extent.First, from).ToValue());
        }

        if (end < extent.End)
        {
            _tree.Put(Extent.KeyOf(number, end), extent.Part(end, extent.End).ToValue());
        }

        for (ulong index = from; index < end; index++)
        {
            ulong block = extent.Block + (index - extent.First);
            _pages.Remove(block);
            _space!.Release(block);
        }

        return end - from;
    }

    private void ForgetDirty(ulong number, ulong from)
    {
        if (_dirty.Count == 0)
        {
            return;
        }

        List<FileBlock> gone = [];
        foreach (FileBlock block in _dirty.Keys)
        {
            if (block.Inode == number && block.Index >= from)
            {
                gone.Add(block);
            }
        }

        foreach (FileBlock block in gone)
        {
            _ = _dirty.Remove(block);
        }
    }
}
