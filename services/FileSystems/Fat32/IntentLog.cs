// The log: what is about to be written in place, so that a cut in between can be repaired.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// A file of neighbouring clusters in the root directory, which other systems leave alone. Its first sector is the header: a state, the
/// volume that it belongs to, and checks. Records follow, then the images of sectors to be written. A record names a sector and the check
/// of every image that the sector may have during the writing. If the disk holds any other image, another system has been at work since,
/// and the log is dropped; likewise if FSInfo differs from the header. Two slots take turns, so a cut during a write leaves the earlier
/// one.
/// </summary>
internal sealed class IntentLog(BlockStore store, FatLayout layout, uint firstSector)
{
    /// <summary>Sectors of the log: two slots.</summary>
    public const uint Sectors = 2 * SlotSectors;

    private const uint SlotSectors = 128;

    /// <summary>The most images that fit.</summary>
    public const int Capacity = 115;

    /// <summary>The log's name, as its directory entry has it.</summary>
    public const string FileName = "RKINTENTLOG";

    private const int Header = FatLayout.SectorBytes;
    private const int RecordBytes = 48;
    private const int RecordsInSector = FatLayout.SectorBytes / RecordBytes;
    private const int MostImages = 5;
    private const int BodyHashAt = 56;
    private const int HeaderHashAt = 64;
    private const ulong Magic = 0x31474F4C54464B52;

    private readonly byte[] _buffer = new byte[SlotSectors * FatLayout.SectorBytes];
    private uint _slot;
    private uint _sequence;

    /// <summary>Writes only the header: changes may begin (Open), or are all in place (Closing). Not flushed.</summary>
    public void WriteState(LogState state, ulong infoBefore, ulong infoAfter)
    {
        FillHeader(state, 0, 0, infoBefore, infoAfter, 0);
        Write(1);
    }

    /// <summary>Writes all changes. Not flushed.</summary>
    /// <param name="changed">Up to <see cref="Capacity"/> sectors.</param>
    /// <param name="plan">The stages in which they are written.</param>
    /// <param name="freeing">The first cluster of a chain without a name that must still be freed; 0: none.</param>
    /// <param name="info">The check of FSInfo.</param>
    public void WriteChanges(List<MetadataSector> changed, WriteStages plan, uint freeing, ulong info)
    {
        int recordSectors = RecordSectors(changed.Count);
        Span<byte> records = _buffer.AsSpan(Header, recordSectors * FatLayout.SectorBytes);
        Span<byte> images = _buffer.AsSpan(Header + records.Length, changed.Count * FatLayout.SectorBytes);
        records.Clear();
        for (int i = 0; i < changed.Count; i++)
        {
            FillRecord(Record(records, i), changed[i], plan);
            changed[i].Data.AsSpan().CopyTo(images.Slice(i * FatLayout.SectorBytes));
        }

        ulong body = SectorHash.Of(_buffer.AsSpan(Header, records.Length + images.Length));
        FillHeader(LogState.Changes, changed.Count, freeing, info, info, body);
        Write(1 + recordSectors + changed.Count);
    }

    /// <summary>Reads the log. <see cref="LogContents"/> says whether it may be used.</summary>
    public LogContents Read()
    {
        LogContents first = ReadSlot(0);
        LogContents second = ReadSlot(1);
        bool isSecond = second.State != LogState.None && (first.State == LogState.None || (int)(second.Sequence - first.Sequence) > 0);
        (LogContents newest, LogContents older) = isSecond ? (second, first) : (first, second);
        _sequence = newest.Sequence;
        bool isTorn = newest.State == LogState.Changes && !newest.IsWhole && older.State != LogState.None;
        _slot = isSecond != isTorn ? 1u : 0u;
        return isTorn ? older : newest;
    }

    private LogContents ReadSlot(uint slot)
    {
        uint place = firstSector + (slot * SlotSectors);
        ErrorCode error = store.Read(place, _buffer);
        if (error != ErrorCode.None)
        {
            throw FatErrors.Device(error, "Reading the intent log's", place);
        }

        ReadOnlySpan<byte> header = _buffer.AsSpan(0, Header);
        LogContents contents = new();
        if (Long(header, 0) != Magic || Long(header, HeaderHashAt) != SectorHash.Of(header.Slice(0, HeaderHashAt))
            || Word(header, 16) != place || Word(header, 20) != layout.VolumeId || Word(header, 24) != layout.TotalSectors)
        {
            return contents;
        }

        contents.State = (LogState)Word(header, 8);
        contents.Sequence = Word(header, 12);
        contents.InfoBefore = Long(header, 40);
        contents.InfoAfter = Long(header, 48);
        uint count = Word(header, 28);
        if (contents.State == LogState.Changes && count <= Capacity)
        {
            ReadBody(contents, header, (int)count);
        }

        return contents;
    }

    private void ReadBody(LogContents contents, ReadOnlySpan<byte> header, int count)
    {
        int recordSectors = RecordSectors(count);
        ReadOnlySpan<byte> body = _buffer.AsSpan(Header, (recordSectors + count) * FatLayout.SectorBytes);
        if (SectorHash.Of(body) == Long(header, BodyHashAt))
        {
            contents.IsWhole = true;
            contents.Freeing = Word(header, 32);
            ReadRecords(contents, body, count, recordSectors);
        }
    }

    private static int RecordSectors(int count) => (count + RecordsInSector - 1) / RecordsInSector;

    private static Span<byte> Record(Span<byte> records, int index)
        => records.Slice((index / RecordsInSector * FatLayout.SectorBytes) + (index % RecordsInSector * RecordBytes), RecordBytes);

    private static void FillRecord(Span<byte> record, MetadataSector sector, WriteStages plan)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record, sector.Number);
        BinaryPrimitives.WriteUInt16LittleEndian(record.Slice(4), (ushort)sector.Kind);
        Span<byte> image = stackalloc byte[FatLayout.SectorBytes];
        Put(record, 0, sector.Base);
        Put(record, 1, sector.Data);
        int count = 2;
        uint left = sector.Stages & (sector.Stages - 1);
        for (int stage = 1; stage < WriteStages.Last && left != 0; stage++)
        {
            // The image of the last stage is the data.
            if ((sector.Stages & (1u << stage)) != 0 && (sector.Stages >> (stage + 1)) != 0)
            {
                plan.Image(sector, stage, image);
                Put(record, count++, image);
            }
        }

        BinaryPrimitives.WriteUInt16LittleEndian(record.Slice(6), (ushort)count);
    }

    private static void Put(Span<byte> record, int index, ReadOnlySpan<byte> image)
        => BinaryPrimitives.WriteUInt64LittleEndian(record.Slice(8 + (8 * index)), SectorHash.Of(image));

    private static void ReadRecords(LogContents contents, ReadOnlySpan<byte> body, int count, int recordSectors)
    {
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> record = body.Slice(
                (i / RecordsInSector * FatLayout.SectorBytes) + (i % RecordsInSector * RecordBytes),
                RecordBytes);
            int images = Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(record.Slice(6)), MostImages);
            ulong[] checks = new ulong[images];
            for (int k = 0; k < images; k++)
            {
                checks[k] = Long(record, 8 + (8 * k));
            }

            SectorKind kind = (SectorKind)BinaryPrimitives.ReadUInt16LittleEndian(record.Slice(4));
            byte[] image = body.Slice((recordSectors + i) * FatLayout.SectorBytes, FatLayout.SectorBytes).ToArray();
            contents.Records.Add(new LogRecord(Word(record, 0), kind, checks, image));
        }
    }

    private void FillHeader(LogState state, int count, uint freeing, ulong infoBefore, ulong infoAfter, ulong body)
    {
        Span<byte> header = _buffer.AsSpan(0, Header);
        header.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header.Slice(8), (uint)state);
        BinaryPrimitives.WriteUInt32LittleEndian(header.Slice(12), ++_sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header.Slice(16), firstSector + ((1 - _slot) * SlotSectors));
        BinaryPrimitives.WriteUInt32LittleEndian(header.Slice(20), layout.VolumeId);
        BinaryPrimitives.WriteUInt32LittleEndian(header.Slice(24), layout.TotalSectors);
        BinaryPrimitives.WriteUInt32LittleEndian(header.Slice(28), (uint)count);
        BinaryPrimitives.WriteUInt32LittleEndian(header.Slice(32), freeing);
        BinaryPrimitives.WriteUInt64LittleEndian(header.Slice(40), infoBefore);
        BinaryPrimitives.WriteUInt64LittleEndian(header.Slice(48), infoAfter);
        BinaryPrimitives.WriteUInt64LittleEndian(header.Slice(BodyHashAt), body);
        BinaryPrimitives.WriteUInt64LittleEndian(header.Slice(HeaderHashAt), SectorHash.Of(header.Slice(0, HeaderHashAt)));
    }

    // Writes the slot that was not written last.
    private void Write(int sectors)
    {
        _slot = 1 - _slot;
        uint place = firstSector + (_slot * SlotSectors);
        ErrorCode error = store.Write(place, _buffer.AsSpan(0, sectors * FatLayout.SectorBytes));
        if (error != ErrorCode.None)
        {
            throw FatErrors.Device(error, "Writing the intent log's", place);
        }
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(at));

    private static ulong Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(at));
}
