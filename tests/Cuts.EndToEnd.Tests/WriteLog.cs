// The log that QEMU's driver blklogwrites keeps of a disk, in the format of Linux's dm-log-writes: a sector with a magic number, then
// entries, each a sector that says what was written where, and the data. docs/FAT32.md and docs/DATA.md say what it is for.

using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.FileSystems.Tests.Crash;
using Xunit;

namespace RustKernel.Cuts.EndToEnd.Tests;

/// <summary>Reads the log while QEMU still writes it: an incomplete entry counts as missing.</summary>
internal static class WriteLog
{
    private const ulong Magic = 0x6A736677736872;
    private const int SectorBytes = 512;
    private const ulong FlushFlag = 1;
    private const ulong DiscardFlag = 4;

    /// <summary>All entries so far. Discards are left out: they leave the data, or zeros that the file systems never read.</summary>
    public static List<LogEntry> Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        List<LogEntry> entries = [];
        byte[] header = new byte[SectorBytes];
        if (file.ReadAtLeast(header, SectorBytes, throwOnEndOfStream: false) < SectorBytes)
        {
            return entries;
        }

        Assert.Equal(Magic, BitConverter.ToUInt64(header));
        Assert.Equal(SectorBytes, BitConverter.ToInt32(header, 24));
        while (file.ReadAtLeast(header, SectorBytes, throwOnEndOfStream: false) == SectorBytes)
        {
            ulong sector = BitConverter.ToUInt64(header);
            ulong count = BitConverter.ToUInt64(header, 8);
            ulong flags = BitConverter.ToUInt64(header, 16);
            if (count == 0 && (flags & FlushFlag) == 0)
            {
                break;
            }

            Assert.InRange(count, 0UL, 1UL << 20);
            byte[] data = new byte[(flags & DiscardFlag) != 0 ? 0 : (int)count * SectorBytes];
            if (file.ReadAtLeast(data, data.Length, throwOnEndOfStream: false) < data.Length)
            {
                break;
            }

            if ((flags & FlushFlag) != 0)
            {
                entries.Add(LogEntry.Flush);
            }

            if (data.Length != 0)
            {
                entries.Add(new LogEntry(sector, data));
            }
        }

        return entries;
    }
}
