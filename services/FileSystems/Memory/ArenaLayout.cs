// The layout of a file system's memory, and its numbers.

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.FileSystems.Memory;

/// <summary>
/// A header of one page, records of the nodes, the number of the next block for each block, the blocks. Numbers are little-endian. The
/// writer may end between any two stores: <see cref="MemoryFileSystem"/> defines the order of writes.
/// </summary>
internal sealed class ArenaLayout
{
    internal const int BlockBytes = 1024;
    internal const int MostNameBytes = 255;
    internal const int NameAt = 64;
    private const int HeaderBytes = 4096;
    private const int NodeBytes = NameAt + 256;
    private const int LinkBytes = 4;
    private readonly Arena _arena;
    private readonly int _linksAt;
    private readonly int _blocksAt;

    internal ArenaLayout(Arena arena, int nodes)
    {
        _arena = arena;
        Nodes = nodes;
        _linksAt = HeaderBytes + (nodes * NodeBytes);
        Blocks = (arena.Bytes.Length - _linksAt) / (BlockBytes + LinkBytes);
        _blocksAt = _linksAt + (Blocks * LinkBytes);
        if (Blocks < 1)
        {
            throw new ArgumentException("The memory is too small for that many files.");
        }
    }

    /// <summary>Most nodes.</summary>
    internal int Nodes { get; }

    /// <summary>Most blocks.</summary>
    internal int Blocks { get; }

    /// <summary>The header.</summary>
    internal Span<byte> Header => _arena.Bytes[..HeaderBytes];

    /// <summary>A block.</summary>
    internal Span<byte> Block(int block) => _arena.Bytes.Slice(_blocksAt + (block * BlockBytes), BlockBytes);

    /// <summary>A node's record.</summary>
    internal Span<byte> Node(int node) => _arena.Bytes.Slice(HeaderBytes + (node * NodeBytes), NodeBytes);

    /// <summary>The block after <paramref name="block"/>; negative: it is the last.</summary>
    internal int Next(int block) => (int)Read32(_arena.Bytes, _linksAt + (block * LinkBytes)) - 1;

    /// <summary>Sets the next block.</summary>
    internal void SetNext(int block, int next) => Write32(_arena.Bytes, _linksAt + (block * LinkBytes), (uint)(next + 1));

    internal static uint Read32(Span<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    internal static ulong Read64(Span<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    internal static void Write32(Span<byte> bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], value);

    internal static void Write64(Span<byte> bytes, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes[at..], value);
}
