// The flattened device tree as a whole: header, blocks, tokens. Everything else in this folder reads bytes through the
// checked accessors here. It must never trust an offset or a length from the tree.
//
// Bounds: a tree is at most MaximumSizeBytes long and MaximumDepth levels deep. Each token advances by at least four
// bytes within the structure block, so any walk ends after at most size/4 tokens; the free space after the blocks (QEMU
// leaves a megabyte) is never accessed. Opening costs a header; Check, Find* and the Nodes walk cost one pass each.

using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace RustKernel.DeviceTree;

/// <summary>
/// A flattened device tree, versions 16 and 17 [DTSpec 5]. A view of bytes that the caller keeps alive and unchanged.
/// Safe on any bytes: a damaged tree is read as far as it makes sense, and <see cref="Check"/> reports the damage.
/// </summary>
public readonly ref struct DeviceTreeBlob
{
    /// <summary>The largest tree accepted, in bytes (16 MiB; the largest of Debian's arm64 trees is below 128 KiB).</summary>
    public const int MaximumSizeBytes = 16 * 1024 * 1024;

    /// <summary>The deepest nesting accepted; the root is level 1 (the deepest of Debian's arm64 trees has 12).</summary>
    public const int MaximumDepth = 32;

    /// <summary>Length of a version 17 header in bytes; <see cref="PeekSizeBytes"/> needs no more.</summary>
    public const int HeaderSizeBytes = 40;

    private const uint Magic = 0xd00dfeed;
    private const int Version16HeaderSizeBytes = 36;
    private const int PropertyHeaderBytes = 12;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _structureStart;
    private readonly int _structureEnd;
    private readonly int _stringsStart;
    private readonly int _stringsEnd;
    private readonly int _reservationStart;

    /// <summary>The format version, 16 or above.</summary>
    public uint Version => ReadCell(20);

    /// <summary>The oldest version this tree is compatible with, at most 17.</summary>
    public uint LastCompatibleVersion => ReadCell(24);

    /// <summary>Physical ID of the boot CPU, from the header.</summary>
    public uint BootCpuId => ReadCell(28);

    private DeviceTreeBlob(
        ReadOnlySpan<byte> bytes,
        int structureStart,
        int structureEnd,
        int stringsStart,
        int stringsEnd,
        int reservationStart)
    {
        _bytes = bytes;
        _structureStart = structureStart;
        _structureEnd = structureEnd;
        _stringsStart = stringsStart;
        _stringsEnd = stringsEnd;
        _reservationStart = reservationStart;
    }

    /// <summary>
    /// The total size in bytes from <paramref name="header"/> (at least <see cref="HeaderSizeBytes"/> bytes), so that the
    /// caller can map that much. <see cref="ErrorCode.NotFound"/> when it is no device tree,
    /// <see cref="ErrorCode.Corrupt"/> when the size is implausible.
    /// </summary>
    public static Result<int> PeekSizeBytes(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderSizeBytes || HeaderCell(header, 0) != Magic)
        {
            return ErrorCode.NotFound;
        }

        uint size = HeaderCell(header, 4);
        return size is >= Version16HeaderSizeBytes and <= MaximumSizeBytes ? (int)size : ErrorCode.Corrupt;
    }

    /// <summary>
    /// Checks the header of <paramref name="bytes"/> and opens them as a tree. <paramref name="tree"/> is always safe to
    /// use: empty on most errors, the readable part on <see cref="DeviceTreeError.Truncated"/>.
    /// </summary>
    public static DeviceTreeError Open(ReadOnlySpan<byte> bytes, out DeviceTreeBlob tree)
    {
        tree = default;
        if (bytes.Length < Version16HeaderSizeBytes)
        {
            return DeviceTreeError.TooShort;
        }

        if (HeaderCell(bytes, 0) != Magic)
        {
            return DeviceTreeError.BadMagic;
        }

        uint version = HeaderCell(bytes, 20);
        if (version < 16 || HeaderCell(bytes, 24) > 17)
        {
            return DeviceTreeError.UnsupportedVersion;
        }

        int headerSize = version >= 17 ? HeaderSizeBytes : Version16HeaderSizeBytes;
        uint total = HeaderCell(bytes, 4);
        if (total < headerSize || total > MaximumSizeBytes)
        {
            return DeviceTreeError.BadTotalSize;
        }

        if (bytes.Length < headerSize)
        {
            return DeviceTreeError.TooShort;
        }

        return OpenBlocks(bytes, headerSize, total, out tree);
    }

    /// <summary>True when there is no tree: every search finds nothing.</summary>
    public bool IsEmpty => _structureEnd == 0;

    /// <summary>Length of the tree in bytes, including free space.</summary>
    public int SizeBytes => _bytes.Length;

    /// <summary>The root node; absent when the structure block does not begin with one.</summary>
    public DeviceTreeNode Root
    {
        get
        {
            DeviceTreeToken token = ReadToken(_structureStart);
            if (token.Kind != DeviceTreeTokenKind.BeginNode)
            {
                return default;
            }

            DeviceTreePath path = default;
            path[0] = token.Offset;
            return new DeviceTreeNode(this, in path, 1);
        }
    }

    /// <summary>Every node, root first, in document order, in one pass, for kernel start-up.</summary>
    public DeviceTreeWalk Nodes => new(this, default, 0, _structureStart, 1);

    /// <summary>The memory reservation block.</summary>
    public MemoryReservations Reservations => new(this, _reservationStart);

    /// <summary>The memory banks: every enabled root child of device_type "memory".</summary>
    public MemoryBanks MemoryBanks => new(Root);

    /// <summary>The children of /reserved-memory.</summary>
    public ReservedMemory ReservedMemory => new(Root.Child("reserved-memory"u8));

    /// <summary>The processors under /cpus.</summary>
    public DeviceTreeCpus Cpus => new(Root.Child("cpus"u8));

    /// <summary>What firmware chose: /chosen.</summary>
    public DeviceTreeChosen Chosen => new(this, Root.Child("chosen"u8));

    /// <summary>
    /// The node at <paramref name="path"/>: absolute (<c>/soc/serial@7e201000</c>) or beginning with an alias
    /// (<c>serial0</c>, <c>serial0/bluetooth</c>). A part without unit address takes the first node of that name.
    /// Absent when there is none.
    /// </summary>
    public DeviceTreeNode Find(ReadOnlySpan<byte> path)
    {
        if (path.Length == 0)
        {
            return default;
        }

        if (path[0] == (byte)'/')
        {
            return Descend(Root, path);
        }

        int end = PartLength(path);
        ReadOnlySpan<byte> target = Alias(path.Slice(0, end));
        if (target.Length == 0 || target[0] != (byte)'/')
        {
            return default;
        }

        return Descend(Descend(Root, target), path.Slice(end));
    }

    /// <summary>The path of alias <paramref name="name"/>; empty when there is none.</summary>
    public ReadOnlySpan<byte> Alias(scoped ReadOnlySpan<byte> name) => Root.Child("aliases"u8).Property(name).AsString;

    /// <summary>The node whose phandle is <paramref name="phandle"/>; absent when there is none. 0 and 0xffffffff name no node.</summary>
    public DeviceTreeNode FindByPhandle(uint phandle)
    {
        if (phandle is 0 or uint.MaxValue)
        {
            return default;
        }

        DeviceTreeWalk walk = Nodes;
        while (walk.MoveNext())
        {
            if (HasPhandle(walk.NextOffset, phandle))
            {
                return walk.Current;
            }
        }
        return default;
    }

    /// <summary>The first node in document order that is <paramref name="compatible"/>; absent when there is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public DeviceTreeNode FindCompatible(scoped ReadOnlySpan<byte> compatible) => FirstCompatible(Nodes, compatible);

    /// <summary>The next such node after <paramref name="previous"/>; absent when there is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public DeviceTreeNode FindNextCompatible(scoped in DeviceTreeNode previous, scoped ReadOnlySpan<byte> compatible) =>
        FirstCompatible(previous.NodesBehind, compatible);

    /// <summary>
    /// Reads the whole tree once and returns the first damage, and its byte <paramref name="offset"/> in the tree. For
    /// a tree without damage it returns <see cref="DeviceTreeError.None"/>.
    /// </summary>
    public DeviceTreeError Check(out int offset)
    {
        MemoryReservations reservations = Reservations;
        while (reservations.MoveNext())
        {
        }
        offset = _reservationStart;
        if (!reservations.IsTerminated)
        {
            return DeviceTreeError.BadReservationBlock;
        }

        return DeviceTreeStructureCheck.Run(this, _structureStart, out offset);
    }

    /// <summary>The cell at <paramref name="offset"/>; 0 outside the tree.</summary>
    internal uint ReadCell(int offset) =>
        offset >= 0 && offset <= _bytes.Length - 4 ? BinaryPrimitives.ReadUInt32BigEndian(_bytes.Slice(offset, 4)) : 0;

    /// <summary>
    /// The 64-bit number at <paramref name="offset"/>, which must lie inside the tree; otherwise
    /// fails with <see cref="ErrorCode.NotFound"/>.
    /// </summary>
    internal Result<ulong> ReadUInt64(int offset)
    {
        if (_bytes.Length < 8 || (uint)offset > (uint)(_bytes.Length - 8))
        {
            return ErrorCode.NotFound;
        }

        return BinaryPrimitives.ReadUInt64BigEndian(_bytes.Slice(offset, 8));
    }

    /// <summary>Bytes at a token's location (hence inside the tree).</summary>
    internal ReadOnlySpan<byte> Data(int offset, int length) => _bytes.Slice(offset, length);

    /// <summary>The string at <paramref name="nameOffset"/> of the strings block; empty when it lies outside or has no end.</summary>
    internal ReadOnlySpan<byte> Name(int nameOffset) => FirstName(NameOnwards(nameOffset));

    /// <summary>The strings block from <paramref name="nameOffset"/> on; empty when it lies outside.</summary>
    internal ReadOnlySpan<byte> NameOnwards(int nameOffset) =>
        nameOffset >= 0 && nameOffset < _stringsEnd ? _bytes.Slice(nameOffset, _stringsEnd - nameOffset) : default;

    /// <summary>The text before the first NUL of <paramref name="names"/>; empty when there is none.</summary>
    internal static ReadOnlySpan<byte> FirstName(ReadOnlySpan<byte> names)
    {
        int end = names.IndexOf((byte)0);
        return end < 0 ? default : names.Slice(0, end);
    }

    /// <summary>
    /// True when the string at <paramref name="nameOffset"/> is <paramref name="name"/>; compares without searching for its end.
    /// </summary>
    internal bool NameEquals(int nameOffset, ReadOnlySpan<byte> name)
    {
        if (nameOffset < 0 || name.Length >= _stringsEnd - nameOffset || _bytes[nameOffset + name.Length] != 0
            || (name.Length > 0 && _bytes[nameOffset] != name[0]))
        {
            return false;
        }

        return _bytes.Slice(nameOffset, name.Length).SequenceEqual(name);
    }

    /// <summary>
    /// Reads the token at <paramref name="offset"/>, skipping NOPs. Invalid at and after the end
    /// of the structure block.
    /// </summary>
    internal DeviceTreeToken ReadToken(int offset)
    {
        while (offset <= _structureEnd - 4)
        {
            var kind = (DeviceTreeTokenKind)ReadCell(offset);
            switch (kind)
            {
                case DeviceTreeTokenKind.Nop:
                    offset += 4;
                    break;
                case DeviceTreeTokenKind.BeginNode:
                    return ReadBeginNode(offset);
                case DeviceTreeTokenKind.Property:
                    return ReadProperty(offset);
                case DeviceTreeTokenKind.EndNode:
                case DeviceTreeTokenKind.End:
                    return new DeviceTreeToken(kind, offset);
                default:
                    return new DeviceTreeToken(DeviceTreeError.BadToken, offset);
            }
        }
        return new DeviceTreeToken(DeviceTreeError.BadToken, offset);
    }

    /// <summary>The tag at <paramref name="offset"/>; Invalid at and after the end of the structure block.</summary>
    internal DeviceTreeTokenKind ReadTag(int offset) =>
        offset <= _structureEnd - 4 ? (DeviceTreeTokenKind)ReadCell(offset) : DeviceTreeTokenKind.Invalid;

    /// <summary>Rounds up to the next cell.</summary>
    internal static int AlignToCell(int offset) => (offset + 3) & ~3;

    /// <summary>
    /// The offset of the NUL that ends the name of the node beginning at <paramref name="offset"/>; -1 when there is none.
    /// </summary>
    internal int NameEnd(int offset)
    {
        // Four bytes at a time: the lowest set bit of zeros marks the first NUL of a little-endian word.
        int end = offset + 4;
        ReadOnlySpan<byte> rest = (uint)end < (uint)_structureEnd ? _bytes.Slice(end, _structureEnd - end) : default;
        for (; rest.Length >= 4; end += 4, rest = rest.Slice(4))
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            uint zeros = (word - 0x01010101) & ~word & 0x80808080;
            if (zeros != 0)
            {
                return end + (BitOperations.TrailingZeroCount(zeros) >> 3);
            }
        }

        for (; end < _structureEnd; end++)
        {
            if (_bytes[end] == 0)
            {
                return end;
            }
        }

        return -1;
    }

    /// <summary>
    /// The offset of the next token, from <paramref name="offset"/> on, that is neither a property nor a NOP. The hot
    /// loop of every walk: it looks only at tags and lengths. Stops at a damaged property, which <see cref="ReadToken"/>
    /// then reports.
    /// </summary>
    internal int SkipProperties(int offset)
    {
        if ((uint)offset > (uint)_structureEnd)
        {
            return offset;
        }

        // One slice for each property, so that reads of it need no comparison with the tree's ends.
        ReadOnlySpan<byte> rest = _bytes.Slice(offset, _structureEnd - offset);
        while (rest.Length >= 4)
        {
            uint tag = BinaryPrimitives.ReadUInt32BigEndian(rest);
            uint step = 4;
            if (tag == (uint)DeviceTreeTokenKind.Property && rest.Length >= PropertyHeaderBytes)
            {
                uint length = BinaryPrimitives.ReadUInt32BigEndian(rest.Slice(4));
                if (length > (uint)(rest.Length - PropertyHeaderBytes))
                {
                    break;
                }

                step = (PropertyHeaderBytes + length + 3) & ~3u;
            }
            else if (tag != (uint)DeviceTreeTokenKind.Nop)
            {
                break;
            }

            // A value at the end of the block may have padding beyond it.
            rest = step < (uint)rest.Length ? rest.Slice((int)step) : default;
            offset += (int)step;
        }

        return offset;
    }

    /// <summary>
    /// The first property called <paramref name="name"/> from <paramref name="offset"/> on, before
    /// any other token; absent when there is none.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal DeviceTreeProperty PropertyAt(int offset, scoped ReadOnlySpan<byte> name)
    {
        DeviceTreeToken token = FindProperty(offset, name);
        return token.Kind == DeviceTreeTokenKind.Property ? new DeviceTreeProperty(in this, in token) : default;
    }

    private DeviceTreeToken FindProperty(int offset, ReadOnlySpan<byte> name)
    {
        while (true)
        {
            DeviceTreeTokenKind kind = ReadTag(offset);
            if (kind == DeviceTreeTokenKind.Property)
            {
                uint nameOffset = ReadCell(offset + 8);
                if (nameOffset < (uint)StringsLength && NameEquals(_stringsStart + (int)nameOffset, name))
                {
                    return ReadProperty(offset);
                }

                uint length = ReadCell(offset + 4);
                if (offset + 12 > _structureEnd || length > (uint)(_structureEnd - offset - 12))
                {
                    return default;
                }

                offset = AlignToCell(offset + 12 + (int)length);
            }
            else if (kind == DeviceTreeTokenKind.Nop)
            {
                offset += 4;
            }
            else
            {
                return default;
            }
        }
    }

    private static DeviceTreeError OpenBlocks(ReadOnlySpan<byte> bytes, int headerSize, uint total, out DeviceTreeBlob tree)
    {
        tree = default;
        uint structure = HeaderCell(bytes, 8);
        uint structureSize = headerSize == HeaderSizeBytes ? HeaderCell(bytes, 36) : total - Math.Min(structure, total);
        if ((structure & 3) != 0 || structure < headerSize || structure > total || structureSize > total - structure)
        {
            return DeviceTreeError.BadStructureBlock;
        }

        uint strings = HeaderCell(bytes, 12);
        uint stringsSize = HeaderCell(bytes, 32);
        if (strings < headerSize || strings > total || stringsSize > total - strings)
        {
            return DeviceTreeError.BadStringsBlock;
        }

        uint reservations = HeaderCell(bytes, 16);
        if ((reservations & 7) != 0 || reservations < headerSize || reservations > total)
        {
            return DeviceTreeError.BadReservationBlock;
        }

        // A truncated tree is limited to its available bytes: often the head is enough to name the console.
        int size = (int)Math.Min(total, (uint)bytes.Length);
        tree = new DeviceTreeBlob(
            bytes.Slice(0, size),
            (int)structure,
            Math.Min((int)(structure + structureSize), size),
            (int)strings,
            Math.Min((int)(strings + stringsSize), size),
            (int)reservations);
        return total > bytes.Length ? DeviceTreeError.Truncated : DeviceTreeError.None;
    }

    private int StringsLength => Math.Max(_stringsEnd - _stringsStart, 0);

    private static uint HeaderCell(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(offset, 4));

    // True when the node whose properties begin at offset has this phandle. Compares the value first: it rarely matches.
    private bool HasPhandle(int offset, uint phandle)
    {
        while (true)
        {
            DeviceTreeTokenKind kind = ReadTag(offset);
            if (kind is not (DeviceTreeTokenKind.Property or DeviceTreeTokenKind.Nop))
            {
                return false;
            }

            uint length = kind == DeviceTreeTokenKind.Property ? ReadCell(offset + 4) : 0;
            if (kind == DeviceTreeTokenKind.Property && length == 4 && ReadCell(offset + 12) == phandle)
            {
                DeviceTreeToken token = ReadToken(offset);
                if (NameEquals(token.NameOffset, "phandle"u8) || NameEquals(token.NameOffset, "linux,phandle"u8))
                {
                    return true;
                }
            }
            int data = kind == DeviceTreeTokenKind.Property ? offset + 12 : offset + 4;
            if (data > _structureEnd || length > (uint)(_structureEnd - data))
            {
                return false;
            }

            offset = AlignToCell(data + (int)length);
        }
    }

    private static DeviceTreeNode FirstCompatible(DeviceTreeWalk walk, scoped ReadOnlySpan<byte> compatible)
    {
        while (walk.MoveNext())
        {
            if (walk.CurrentProperty("compatible"u8).ContainsString(compatible))
            {
                return walk.Current;
            }
        }
        return default;
    }

    private static DeviceTreeNode Descend(DeviceTreeNode node, ReadOnlySpan<byte> path)
    {
        while (node.Exists)
        {
            while (path.Length > 0 && path[0] == (byte)'/')
            {
                path = path.Slice(1);
            }

            if (path.Length == 0)
            {
                break;
            }

            int end = PartLength(path);
            node = node.Child(path.Slice(0, end));
            path = path.Slice(end);
        }
        return node;
    }

    private static int PartLength(ReadOnlySpan<byte> path)
    {
        int length = 0;
        while (length < path.Length && path[length] != (byte)'/')
        {
            length++;
        }

        return length;
    }

    private DeviceTreeToken ReadBeginNode(int offset)
    {
        int start = offset + 4;
        int end = NameEnd(offset);
        return end < 0
            ? new DeviceTreeToken(DeviceTreeError.BadNodeName, offset)
            : new DeviceTreeToken(DeviceTreeTokenKind.BeginNode, offset, AlignToCell(end + 1), start, end - start, -1);
    }

    private DeviceTreeToken ReadProperty(int offset)
    {
        int data = offset + 12;
        uint length = ReadCell(offset + 4);
        if (data > _structureEnd || length > (uint)(_structureEnd - data))
        {
            return new DeviceTreeToken(DeviceTreeError.BadPropertyLength, offset);
        }

        uint name = ReadCell(offset + 8);
        int nameOffset = name < (uint)StringsLength ? _stringsStart + (int)name : -1;
        return new DeviceTreeToken(DeviceTreeTokenKind.Property, offset, AlignToCell(data + (int)length), data, (int)length, nameOffset);
    }
}
