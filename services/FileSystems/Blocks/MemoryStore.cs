// A store in memory: for tests, and for a disk that need not outlive its server.

using System;

namespace RustKernel.Services.FileSystems.Blocks;

/// <summary>Sectors in memory, in pieces of 64 KiB that are made when first written; unwritten ones read as 0.</summary>
public sealed class MemoryStore : BlockStore
{
    private const int PieceSize = 64 * 1024;
    private const ulong SectorsInPiece = PieceSize / SectorSize;

    private readonly byte[]?[] _pieces;

    /// <summary>A store of <paramref name="sectorCount"/> sectors, all 0.</summary>
    public MemoryStore(ulong sectorCount)
    {
        SectorCount = sectorCount;
        _pieces = new byte[]?[(int)((sectorCount + SectorsInPiece - 1) / SectorsInPiece)];
    }

    /// <inheritdoc/>
    public override ulong SectorCount { get; }

    /// <inheritdoc/>
    public override bool IsReadOnly => false;

    /// <summary>A second store with the same contents.</summary>
    public MemoryStore Copy()
    {
        MemoryStore copy = new(SectorCount);
        for (int i = 0; i < _pieces.Length; i++)
        {
            copy._pieces[i] = (byte[]?)_pieces[i]?.Clone();
        }

        return copy;
    }

    /// <inheritdoc/>
    protected override ErrorCode ReadSectors(ulong firstSector, Span<byte> data)
    {
        while (data.Length != 0)
        {
            int offset = Offset(firstSector);
            int length = Math.Min(data.Length, PieceSize - offset);
            byte[]? piece = _pieces[(int)(firstSector / SectorsInPiece)];
            if (piece is null)
            {
                data.Slice(0, length).Clear();
            }
            else
            {
                piece.AsSpan(offset, length).CopyTo(data);
            }

            data = data.Slice(length);
            firstSector += (ulong)(length / SectorSize);
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    protected override ErrorCode WriteSectors(ulong firstSector, ReadOnlySpan<byte> data)
    {
        while (data.Length != 0)
        {
            int offset = Offset(firstSector);
            int length = Math.Min(data.Length, PieceSize - offset);
            byte[] piece = _pieces[(int)(firstSector / SectorsInPiece)] ??= new byte[PieceSize];
            data.Slice(0, length).CopyTo(piece.AsSpan(offset, length));
            data = data.Slice(length);
            firstSector += (ulong)(length / SectorSize);
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    protected override ErrorCode FlushWrites() => ErrorCode.None;

    /// <inheritdoc/>
    protected override ErrorCode DiscardSectors(ulong firstSector, ulong count)
    {
        // Whole pieces only: the rest is ignored.
        for (ulong piece = (firstSector + SectorsInPiece - 1) / SectorsInPiece; (piece + 1) * SectorsInPiece <= firstSector
            + count; piece++)
        {
            _pieces[(int)piece] = null;
        }

        return ErrorCode.None;
    }

    private static int Offset(ulong sector) => (int)(sector % SectorsInPiece) * SectorSize;
}
