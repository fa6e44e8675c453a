// Files in memory that outlives its writer: a successor finds them as they were after the last completed operation.

using System;
using System.Collections.Generic;
using System.Text;

namespace RustKernel.Services.FileSystems.Memory;

/// <summary>
/// A file system in an <see cref="Arena"/>. Tables for frequent look-ups (names, free blocks) are in the process's own memory and are made
/// again from the arena. A writer may end at any store. So a node's state is written last when it is made and first when it is removed, a
/// block is filled before it is linked and linked before the size includes it, and a rename is recorded in the header until it is done.
/// </summary>
public sealed partial class MemoryFileSystem : FileSystem
{
    private const ulong Magic = 0x3153_464D_454D_4B52; // "RKMEMFS1"
    private const int NextNumberAt = 8;
    private const int EndOfNodesAt = 16;
    private const int IndexBits = 20;
    private const int ParentAt = 4;
    private const int SizeAt = 8;
    private const int NumberAt = 16;
    private const int CreatedAt = 24;
    private const int AccessedAt = 32;
    private const int ModifiedAt = 40;
    private const int FirstAt = 48;
    private const int FlagsAt = 52;
    private const int NameBytesAt = 56;
    private const uint SettableFlags = (uint)(FileFlags.ReadOnly | FileFlags.Hidden | FileFlags.System | FileFlags.Archive);
    private readonly ArenaLayout _arena;
    private readonly Dictionary<string, int>?[] _names;
    private readonly bool[] _usedBlocks;
    private readonly Dictionary<int, int> _held = new();
    private int _freeBlocks;
    private int _blockHint;
    private int _nodeHint = 1;
    private int _endOfNodes = 1;

    // Where the last walk along a file's blocks ended.
    private int _walkedNode = -1;
    private int _walkedIndex;
    private int _walkedBlock;

    /// <summary>
    /// The file system in <paramref name="arena"/>; or, if that is all zeros, an empty one of at most <paramref name="nodes"/> files and
    /// directories. ArgumentException: it contains something else, or is too small.
    /// </summary>
    public MemoryFileSystem(Arena arena, int nodes)
    {
        _arena = new ArenaLayout(arena, nodes);
        _names = new Dictionary<string, int>?[nodes];
        _usedBlocks = new bool[_arena.Blocks];
        _freeBlocks = _arena.Blocks;
        ulong magic = ArenaLayout.Read64(_arena.Header, 0);
        if (magic != Magic && magic != 0)
        {
            throw new ArgumentException("There is something else in that memory.");
        }

        if (magic == 0)
        {
            ArenaLayout.Write64(_arena.Header, NextNumberAt, 1);
            ArenaLayout.Write64(_arena.Node(0), NumberAt, 1);
            SetState(0, NodeState.Directory);
            ArenaLayout.Write64(_arena.Header, 0, Magic);
        }

        FinishRename();
        FindAll();
    }

    /// <inheritdoc/>
    public override string Kind => "memory";

    /// <inheritdoc/>
    public override ulong Root => ArenaLayout.Read64(_arena.Node(0), NumberAt);

    /// <inheritdoc/>
    public override ulong TotalBytes => (ulong)_arena.Blocks * ArenaLayout.BlockBytes;

    /// <inheritdoc/>
    public override ulong FreeBytes => (ulong)_freeBlocks * ArenaLayout.BlockBytes;

    /// <inheritdoc/>
    public override bool KeepsNumbers => true;

    /// <inheritdoc/>
    public override ErrorCode Find(ulong directory, ReadOnlySpan<char> name, out ulong node)
    {
        node = 0;
        ErrorCode error = FindDirectory(directory, out int parent);
        if (error != ErrorCode.None)
        {
            return error;
        }

        if (_names[parent]?.TryGetValue(name.ToString(), out int found) != true)
        {
            return ErrorCode.NotFound;
        }

        node = NumberOf(_names[parent]![name.ToString()]);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode Describe(ulong node, out FileStatus status)
    {
        status = default;
        if (!TryIndex(node, out int index))
        {
            return ErrorCode.NotOwned;
        }

        status = StatusOf(index);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode Create(ulong directory, ReadOnlySpan<char> name, bool isDirectory, out ulong node)
    {
        node = 0;
        string text = name.ToString();
        ErrorCode error = FindDirectory(directory, out int parent);
        error = error == ErrorCode.None ? CheckName(text) : error;
        if (error == ErrorCode.None && _names[parent]?.ContainsKey(text) == true)
        {
            error = ErrorCode.AlreadyExists;
        }

        int index = error == ErrorCode.None ? FreeNode() : -1;
        if (error != ErrorCode.None || index < 0)
        {
            return error == ErrorCode.None ? ErrorCode.NoSpace : error;
        }

        ulong number = ArenaLayout.Read64(_arena.Header, NextNumberAt) + 1;
        ArenaLayout.Write64(_arena.Header, NextNumberAt, number);
        Span<byte> record = _arena.Node(index);
        record.Clear();
        ArenaLayout.Write64(record, NumberAt, (number << IndexBits) | (uint)index);
        ArenaLayout.Write64(record, CreatedAt, (ulong)Now);
        ArenaLayout.Write64(record, AccessedAt, (ulong)Now);
        ArenaLayout.Write64(record, ModifiedAt, (ulong)Now);
        SetName(record, parent, text);
        SetState(index, isDirectory ? NodeState.Directory : NodeState.File);
        AddName(parent, text, index);
        Touch(parent);
        node = NumberOf(index);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode Remove(ulong directory, ReadOnlySpan<char> name)
    {
        ErrorCode error = FindDirectory(directory, out int parent);
        if (error != ErrorCode.None)
        {
            return error;
        }

        string text = name.ToString();
        if (_names[parent]?.TryGetValue(text, out int index) != true)
        {
            return ErrorCode.NotFound;
        }

        index = _names[parent]![text];
        if (_names[index] is { Count: > 0 })
        {
            return ErrorCode.NotEmpty;
        }

        _ = _names[parent]!.Remove(text);
        Drop(index);
        Touch(parent);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode List(ulong directory, ref ulong place, out DirectoryEntry entry)
    {
        entry = default;
        ErrorCode error = FindDirectory(directory, out int parent);
        if (error != ErrorCode.None)
        {
            return error;
        }

        for (ulong at = Math.Max(place, 1); at < (ulong)_endOfNodes; at++)
        {
            Span<byte> record = _arena.Node((int)at);
            if (StateOf(record) is NodeState.File or NodeState.Directory && ArenaLayout.Read32(record, ParentAt) == (uint)parent)
            {
                entry = new DirectoryEntry { Name = NameOf(record), Status = StatusOf((int)at) };
                place = at + 1;
                return ErrorCode.None;
            }
        }

        place = (ulong)_endOfNodes;
        return ErrorCode.NotFound;
    }

    /// <inheritdoc/>
    public override ErrorCode SetStatus(ulong node, long created, long accessed, long modified, FileFlags? flags)
    {
        if (!TryIndex(node, out int index))
        {
            return ErrorCode.NotOwned;
        }

        Span<byte> record = _arena.Node(index);
        SetTime(record, CreatedAt, created);
        SetTime(record, AccessedAt, accessed);
        SetTime(record, ModifiedAt, modified);
        if (flags is FileFlags given)
        {
            ArenaLayout.Write32(record, FlagsAt, (uint)given & SettableFlags);
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode Sync(ulong node) => ErrorCode.None;

    /// <inheritdoc/>
    public override ErrorCode Hold(ulong node)
    {
        if (!TryIndex(node, out int index))
        {
            return ErrorCode.NotOwned;
        }

        _held[index] = _held.GetValueOrDefault(index) + 1;
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override void Release(ulong node)
    {
        if (!TryIndex(node, out int index) || !_held.TryGetValue(index, out int count))
        {
            return;
        }

        if (count > 1)
        {
            _held[index] = count - 1;
            return;
        }

        _ = _held.Remove(index);
        if (StateOf(_arena.Node(index)) == NodeState.Nameless)
        {
            Free(index);
        }
    }

    private static NodeState StateOf(Span<byte> record) => (NodeState)ArenaLayout.Read32(record, 0);

    private static string NameOf(Span<byte> record)
    {
        int bytes = (int)Math.Min(ArenaLayout.Read32(record, NameBytesAt), ArenaLayout.MostNameBytes);
        return Encoding.UTF8.GetString(record.Slice(ArenaLayout.NameAt, bytes));
    }

    private static void SetTime(Span<byte> record, int at, long time)
    {
        if (time != 0)
        {
            ArenaLayout.Write64(record, at, (ulong)time);
        }
    }

    private static ErrorCode CheckName(string name) =>
        name.Length == 0 || name.Contains('/') || name.Contains('\0') || Encoding.UTF8.GetByteCount(name) > ArenaLayout.MostNameBytes
            ? ErrorCode.InvalidArgument
            : ErrorCode.None;

    private static void SetName(Span<byte> record, int parent, string name)
    {
        ArenaLayout.Write32(record, ParentAt, (uint)parent);
        ArenaLayout.Write32(record, NameBytesAt, (uint)Encoding.UTF8.GetBytes(name, record[ArenaLayout.NameAt..]));
    }

    private ulong NumberOf(int index) => ArenaLayout.Read64(_arena.Node(index), NumberAt);

    private void SetState(int index, NodeState state) => ArenaLayout.Write32(_arena.Node(index), 0, (uint)state);

    private FileStatus StatusOf(int index)
    {
        Span<byte> record = _arena.Node(index);
        FileFlags flags = (FileFlags)ArenaLayout.Read32(record, FlagsAt);
        return new FileStatus
        {
            Node = ArenaLayout.Read64(record, NumberAt),
            SizeBytes = ArenaLayout.Read64(record, SizeAt),
            Created = (long)ArenaLayout.Read64(record, CreatedAt),
            Accessed = (long)ArenaLayout.Read64(record, AccessedAt),
            Modified = (long)ArenaLayout.Read64(record, ModifiedAt),
            Flags = StateOf(record) == NodeState.Directory ? flags | FileFlags.Directory : flags,
        };
    }

    private bool TryIndex(ulong node, out int index)
    {
        index = node == Root ? 0 : (int)(node & ((1u << IndexBits) - 1));
        return index < _arena.Nodes && StateOf(_arena.Node(index)) != NodeState.Free && NumberOf(index) == node;
    }

    private ErrorCode FindDirectory(ulong node, out int index) =>
        !TryIndex(node, out index) ? ErrorCode.NotOwned
            : StateOf(_arena.Node(index)) == NodeState.Directory ? ErrorCode.None : ErrorCode.NotDirectory;

    private void AddName(int parent, string name, int index) => (_names[parent] ??= new Dictionary<string, int>())[name] = index;

    private void Touch(int index) => ArenaLayout.Write64(_arena.Node(index), ModifiedAt, (ulong)Now);

    private int FreeNode()
    {
        for (int i = _nodeHint; i < _arena.Nodes; i++)
        {
            if (StateOf(_arena.Node(i)) == NodeState.Free)
            {
                _nodeHint = i + 1;
                if (i >= _endOfNodes)
                {
                    _endOfNodes = i + 1;
                    ArenaLayout.Write32(_arena.Header, EndOfNodesAt, (uint)_endOfNodes);
                }

                return i;
            }
        }

        return -1;
    }

    // Frees a node that has no name any more.
    private void Drop(int index)
    {
        if (_held.ContainsKey(index))
        {
            SetState(index, NodeState.Nameless);
        }
        else
        {
            Free(index);
        }
    }

    private void Free(int index)
    {
        int block = FirstBlock(index);
        SetState(index, NodeState.Free);
        _names[index] = null;
        _nodeHint = Math.Min(_nodeHint, index);
        FreeChain(block);
        Forget(index);
    }

    private void FindAll()
    {
        // Does not touch memory that was never used.
        _endOfNodes = (int)Math.Clamp(ArenaLayout.Read32(_arena.Header, EndOfNodesAt), 1, (uint)_arena.Nodes);
        for (int i = 0; i < _endOfNodes; i++)
        {
            Span<byte> record = _arena.Node(i);
            NodeState state = StateOf(record);
            if (state == NodeState.Nameless)
            {
                SetState(i, NodeState.Free);
            }

            if (state is NodeState.Nameless or NodeState.Free)
            {
                continue;
            }

            if (i != 0)
            {
                AddName((int)ArenaLayout.Read32(record, ParentAt), NameOf(record), i);
            }

            FindBlocks(i);
        }
    }
}
