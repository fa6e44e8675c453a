// One bank of RAM in the frame allocator: where its bitmaps lie and how big they are.
//
//   block      2 MiB of RAM = 512 frames = 8 bitmap words (64 bytes), bit set = frame free
//   group      64 blocks (128 MiB): three words, bit b of each describes block b of the group
//                whole    the block is wholly free; its 8 bitmap words were not written and mean nothing
//                partial  the block has at least one free frame, its bitmap words are valid
//                reserved the block contains frames that are never allocated (see MemoryMap)
//   upper two  64 groups (8 GiB) and 64 of those (512 GiB): one bit per non-zero whole / partial word below
//
// Because a wholly free block needs no bitmap, start-up writes one group per 128 MiB instead of 4 KiB of bitmap.

using RustKernel.Memory.Map;

namespace RustKernel.Memory.Frames;

/// <summary>Geometry of one bank; all values are fixed when the allocator starts.</summary>
internal struct FrameBank
{
    /// <summary>Size of a group's record: whole, partial and reserved word and one for alignment.</summary>
    public const ulong GroupBytes = 32;

    /// <summary>Size of a record of the two upper levels: whole and partial word.</summary>
    public const ulong UpperBytes = 16;

    /// <summary>Offset of the word of wholly free blocks in each record.</summary>
    public const ulong Whole = 0;

    /// <summary>Offset of the word of partly free blocks in each record.</summary>
    public const ulong Partial = 8;

    /// <summary>Offset of the word of blocks with reserved frames in a group's record.</summary>
    public const ulong Reserved = 16;

    /// <summary>First address of the bank (frame-aligned).</summary>
    public ulong Start;

    /// <summary>First address after the bank (frame-aligned).</summary>
    public ulong EndExclusive;

    /// <summary><see cref="Start"/> rounded down to a block: block numbers count from here.</summary>
    public ulong Base;

    /// <summary>Number of blocks the bank touches.</summary>
    public ulong Blocks;

    /// <summary>Physical address of the bitmap words.</summary>
    public ulong Bits;

    /// <summary>Physical address of the group records.</summary>
    public ulong Groups;

    /// <summary>Physical address of the records of 64 groups.</summary>
    public ulong Middle;

    /// <summary>Physical address of the top records.</summary>
    public ulong Top;

    /// <summary>Lays out <paramref name="range"/> with its storage from <paramref name="storage"/> on; nothing is written.</summary>
    public FrameBank(MemoryRange range, ulong storage)
    {
        Start = range.Start;
        EndExclusive = range.EndExclusive;
        Base = range.Start & ~(FrameSize.BlockBytes - 1);
        Blocks = ((range.EndExclusive - 1 - Base) >> FrameSize.BlockShift) + 1;
        Bits = storage;
        Groups = Bits + Blocks * 64;
        Middle = Groups + GroupCount * GroupBytes;
        Top = Middle + MiddleCount * UpperBytes;
    }

    /// <summary>Number of group records.</summary>
    public readonly ulong GroupCount => (Blocks + 63) >> 6;

    /// <summary>Number of records of 64 groups.</summary>
    public readonly ulong MiddleCount => (GroupCount + 63) >> 6;

    /// <summary>Number of top records.</summary>
    public readonly ulong TopCount => (MiddleCount + 63) >> 6;

    /// <summary>Bytes of storage that the layout takes, a multiple of 64.</summary>
    public readonly ulong StorageBytes => (Top + TopCount * UpperBytes - Bits + 63) & ~63ul;

    /// <summary>The block that contains <paramref name="address"/> (inside the bank).</summary>
    public readonly ulong BlockOf(ulong address) => (address - Base) >> FrameSize.BlockShift;

    /// <summary>First address of block <paramref name="block"/>; may lie before <see cref="Start"/> for block 0.</summary>
    public readonly ulong BlockAddress(ulong block) => Base + (block << FrameSize.BlockShift);

    /// <summary>Physical address of the first bitmap word of <paramref name="block"/>.</summary>
    public readonly ulong WordsOf(ulong block) => Bits + (block << 6);

    /// <summary>
    /// Physical address of the bitmap word with the bit of the frame at <paramref name="address"/>: 256 KiB a word.
    /// </summary>
    public readonly ulong WordOf(ulong address) => Bits + (((address - Base) >> 18) << 3);

    /// <summary>Physical address of the record of the group <paramref name="block"/> belongs to.</summary>
    public readonly ulong GroupOf(ulong block) => Groups + (block >> 6) * GroupBytes;
}
