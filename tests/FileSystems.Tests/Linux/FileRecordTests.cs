// Directories and states of files as Linux's programs read them.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text;
using RustKernel.Linux;
using RustKernel.Linux.Files;
using RustKernel.Services.FileSystems;
using Xunit;

namespace RustKernel.FileSystems.Tests.Linux;

public sealed class FileRecordTests
{
    [Fact]
    public void Entries_become_records()
    {
        byte[] entries = [.. Entry("a", 7, isDirectory: false), .. Entry("folder-of-some-length", 8, isDirectory: true)];
        byte[] records = new byte[entries.Length];
        long bytes = DirectoryRecords.Convert(entries, records, 5);
        Assert.Equal([(7, 6, 8, "a"), (8, 7, 4, "folder-of-some-length")], Read(records.AsSpan(0, (int)bytes)));
        Assert.Equal(24, DirectoryRecords.Fit(records.AsSpan(0, (int)bytes), 24));
        Assert.Equal(24, DirectoryRecords.Fit(records.AsSpan(0, (int)bytes), (ulong)bytes - 1));
        Assert.Equal(bytes, DirectoryRecords.Fit(records.AsSpan(0, (int)bytes), 65536));
        Assert.Equal(Errno.Invalid, DirectoryRecords.Fit(records.AsSpan(0, (int)bytes), 23));
        Assert.Equal(0, DirectoryRecords.Fit([], 0));
    }

    // What a broken file system might send: an error or records, never an access beyond either buffer.
    [Fact]
    public void Damaged_entries_are_an_error_or_records()
    {
        Random random = new(3);
        byte[] whole = [.. Entry("abc", 7, false), .. Entry(new string('n', 255), 8, true), .. Entry("d", 9, false)];
        for (int i = 0; i < 100_000; i++)
        {
            byte[] entries = whole.AsSpan(0, random.Next(whole.Length + 1)).ToArray();
            for (int flips = random.Next(4); flips > 0 && entries.Length > 0; flips--)
            {
                entries[random.Next(entries.Length)] = (byte)random.Next(256);
            }

            byte[] records = new byte[random.Next(2) == 0 ? whole.Length : 100];
            long bytes = DirectoryRecords.Convert(entries, records, 0);
            Assert.True(bytes == Errno.InputOutput || (bytes >= 0 && bytes <= records.Length));
        }
    }

    [Fact]
    public void A_status_is_as_Linux_has_it()
    {
        FileStatus status = new()
        {
            Node = 12,
            SizeBytes = 1025,
            Created = new DateTime(2001, 2, 3).Ticks,
            Accessed = 0,
            Modified = new DateTime(2020, 1, 1).Ticks + 1,
            Flags = FileFlags.ReadOnly,
        };
        StatusRecord record = StatusRecord.Of(in status, 3);
        Assert.Equal((3ul, 12ul, 0x8124u, 1u), (record.Device, record.Node, record.Mode, record.Links));
        Assert.Equal((1025L, 3L), (record.SizeBytes, record.Blocks));
        Assert.Equal((1577836800L, 100L), (record.Modified.Seconds, record.Modified.Nanoseconds));
        Assert.Equal(0, record.Accessed.Seconds);
        LongStatusRecord more = LongStatusRecord.Of(in record, status.Created);
        Assert.Equal((12ul, 1025ul, 0x8124, 981158400L), (more.Node, more.SizeBytes, (int)more.Mode, more.Born.Seconds));
        Assert.Equal((128, 256), (Unsafe.SizeOf<StatusRecord>(), Unsafe.SizeOf<LongStatusRecord>()));
        FileStatus folder = new() { Node = 1, Flags = FileFlags.Directory };
        Assert.Equal(0x41EDu, StatusRecord.Of(in folder, 1).Mode);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 999_999_900)]
    [InlineData(-62135596799, 0)]
    [InlineData(253402300799, 999_999_900)]
    public void Times_go_there_and_back(long seconds, long nanoseconds)
    {
        TimeSpec time = new() { Seconds = seconds, Nanoseconds = nanoseconds };
        long ticks = FileTime.ToTicks(in time);
        Assert.Equal(DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100), ticks);
        Assert.Equal(time, FileTime.ToUnix(ticks));
    }

    [Theory]
    [InlineData(-62135596800, 0)]
    [InlineData(253402300800, 0)]
    [InlineData(long.MinValue, 0)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(0, 1_000_000_000)]
    [InlineData(0, -1)]
    public void Times_of_no_calendar_are_refused(long seconds, long nanoseconds) =>
        Assert.Equal(-1, FileTime.ToTicks(new TimeSpec { Seconds = seconds, Nanoseconds = nanoseconds }));

    // As services/Interfaces/EntryFormat.cs writes it.
    private static byte[] Entry(string name, ulong node, bool isDirectory)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        byte[] entry = new byte[(50 + text.Length + 7) & ~7];
        BinaryPrimitives.WriteUInt64LittleEndian(entry, node);
        entry[40] = (byte)(isDirectory ? 0x10 : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(48), (ushort)text.Length);
        text.CopyTo(entry, 50);
        return entry;
    }

    private static List<(int Node, int Place, int Kind, string Name)> Read(ReadOnlySpan<byte> records)
    {
        List<(int, int, int, string)> read = [];
        while (records.Length > 0)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(records[16..]);
            ReadOnlySpan<byte> name = records[19..length];
            read.Add((
                (int)BinaryPrimitives.ReadUInt64LittleEndian(records),
                (int)BinaryPrimitives.ReadUInt64LittleEndian(records[8..]),
                records[18],
                Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)])));
            records = records[length..];
        }

        return read;
    }
}
