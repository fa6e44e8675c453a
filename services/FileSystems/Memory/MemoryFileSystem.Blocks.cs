// The blocks of files.

using System;

namespace RustKernel.Services.FileSystems.Memory;

public sealed partial class MemoryFileSystem
{
    /// <inheritdoc/>
    public override ErrorCode Read(ulong node, ulong position, Span<byte> bytes, out int count)
    {
        count = 0;
        ErrorCode error = FindFile(node, out int index);
        ulong size = error == ErrorCode.None ? SizeOf(index) : 0;
        if (position >= size)
        {
            return error;
        }

        int wanted = (int)Math.Min((ulong)bytes.Length, size - position);
        while (count < wanted)
        {
            int within = (int)(position % ArenaLayout.BlockBytes);
            int part = Math.Min(wanted - count, ArenaLayout.BlockBytes - within);
            int block = BlockAt(index, (int)(position / ArenaLayout.BlockBytes));
            if (block < 0)
            {
                return ErrorCode.Corrupt;
            }

            _arena.Block(block).Slice(within, part).CopyTo(bytes[count..]);
            position += (ulong)part;
            count += part;
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode Write(ulong node, ulong position, ReadOnlySpan<byte> bytes, out int count)
    {
        count = 0;
        ErrorCode error = FindFile(node, out int index);
        ulong size = error == ErrorCode.None ? SizeOf(index) : 0;
        if (error == ErrorCode.None && bytes.Length > 0)
        {
            error = position > TotalBytes ? ErrorCode.NoSpace : position > size ? Grow(index, position) : ErrorCode.None;
        }

        if (error != ErrorCode.None)
        {
            return error;
        }

        while (count < bytes.Length)
        {
            int within = (int)(position % ArenaLayout.BlockBytes);
            int part = Math.Min(bytes.Length - count, ArenaLayout.BlockBytes - within);
            int block = BlockAt(index, (int)(position / ArenaLayout.BlockBytes));
            block = block < 0 ? Append(index) : block;
            if (block < 0)
            {
                error = ErrorCode.NoSpace;
                break;
            }

            bytes.Slice(count, part).CopyTo(_arena.Block(block)[within..]);
            position += (ulong)part;
            count += part;
            SetSizeOf(index, Math.Max(SizeOf(index), position));
        }

        Touch(index);
        return error;
    }

    /// <inheritdoc/>
    public override ErrorCode SetSize(ulong node, ulong sizeBytes)
    {
        ErrorCode error = FindFile(node, out int index);
        if (error == ErrorCode.None)
        {
            error = sizeBytes > TotalBytes ? ErrorCode.NoSpace
                : sizeBytes > SizeOf(index) ? Grow(index, sizeBytes) : Shrink(index, sizeBytes);
            Touch(index);
        }

        return error;
    }

    private static int BlocksFor(ulong sizeBytes) => (int)((sizeBytes + ArenaLayout.BlockBytes - 1) / ArenaLayout.BlockBytes);

    private ErrorCode FindFile(ulong node, out int index) =>
        !TryIndex(node, out index) ? ErrorCode.NotOwned
            : StateOf(_arena.Node(index)) == NodeState.Directory ? ErrorCode.IsDirectory : ErrorCode.None;

    private ulong SizeOf(int index) => ArenaLayout.Read64(_arena.Node(index), SizeAt);

    private void SetSizeOf(int index, ulong sizeBytes) => ArenaLayout.Write64(_arena.Node(index), SizeAt, sizeBytes);

    private int FirstBlock(int index) => (int)ArenaLayout.Read32(_arena.Node(index), FirstAt) - 1;

    // The block at an index of the file; negative: there is none. Also remembers a walk that ends early: the next append continues there.
    private int BlockAt(int index, int place)
    {
        bool goesOn = _walkedNode == index && _walkedIndex <= place;
        int at = goesOn ? _walkedIndex : 0;
        int block = goesOn ? _walkedBlock : FirstBlock(index);
        if (block < 0)
        {
            return block;
        }

        for (int next = block; at < place && (next = _arena.Next(block)) >= 0; at++)
        {
            block = next;
        }

        (_walkedNode, _walkedIndex, _walkedBlock) = (index, at, block);
        return at == place ? block : -1;
    }

    private void Forget(int index) => _walkedNode = _walkedNode == index ? -1 : _walkedNode;

    // A block of zeros after the last one.
    private int Append(int index)
    {
        int block = TakeBlock();
        if (block < 0)
        {
            return block;
        }

        _arena.Block(block).Clear();
        _arena.SetNext(block, -1);
        int last = LastBlock(index);
        if (last < 0)
        {
            ArenaLayout.Write32(_arena.Node(index), FirstAt, (uint)(block + 1));
        }
        else
        {
            _arena.SetNext(last, block);
        }

        return block;
    }

    private int LastBlock(int index)
    {
        _ = BlockAt(index, int.MaxValue);
        return _walkedNode == index ? _walkedBlock : -1;
    }

    private int TakeBlock()
    {
        if (_freeBlocks == 0)
        {
            return -1;
        }

        while (_usedBlocks[_blockHint])
        {
            _blockHint = (_blockHint + 1) % _usedBlocks.Length;
        }

        _usedBlocks[_blockHint] = true;
        _freeBlocks--;
        return _blockHint;
    }

    private void FreeChain(int block)
    {
        for (; block >= 0 && _usedBlocks[block]; block = _arena.Next(block))
        {
            _usedBlocks[block] = false;
            _freeBlocks++;
        }
    }

    // All or nothing. What a shorter file left in its last block is zeroed, too.
    private ErrorCode Grow(int index, ulong sizeBytes)
    {
        int have = BlocksFor(SizeOf(index));
        int wanted = BlocksFor(sizeBytes);
        if (wanted - have > _freeBlocks)
        {
            return ErrorCode.NoSpace;
        }

        for (; have < wanted; have++)
        {
            _ = Append(index);
        }

        SetSizeOf(index, sizeBytes);
        return ErrorCode.None;
    }

    private ErrorCode Shrink(int index, ulong sizeBytes)
    {
        SetSizeOf(index, sizeBytes);
        Cut(index, BlocksFor(sizeBytes));
        int within = (int)(sizeBytes % ArenaLayout.BlockBytes);
        if (within != 0)
        {
            _arena.Block(BlockAt(index, (int)(sizeBytes / ArenaLayout.BlockBytes)))[within..].Clear();
        }

        return ErrorCode.None;
    }

    // Keeps the first blocks.
    private void Cut(int index, int stay)
    {
        Forget(index);
        int rest;
        if (stay == 0)
        {
            rest = FirstBlock(index);
            ArenaLayout.Write32(_arena.Node(index), FirstAt, 0);
        }
        else
        {
            int last = BlockAt(index, stay - 1);
            rest = _arena.Next(last);
            _arena.SetNext(last, -1);
        }

        FreeChain(rest);
    }

    // After a start: the chain is as long as the size says, or a block longer, and the bytes beyond the end are zeros.
    private void FindBlocks(int index)
    {
        int count = 0;
        for (int block = FirstBlock(index); block >= 0 && !_usedBlocks[block]; block = _arena.Next(block))
        {
            _usedBlocks[block] = true;
            _freeBlocks--;
            count++;
        }

        ulong size = Math.Min(SizeOf(index), (ulong)count * ArenaLayout.BlockBytes);
        if (StateOf(_arena.Node(index)) == NodeState.File)
        {
            _ = Shrink(index, size);
        }
    }
}
