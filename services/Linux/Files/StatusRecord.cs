// The results of stat and statx. Independent of memory and services: host tests compile it.

using System.Runtime.InteropServices;
using RustKernel.Services.FileSystems;

namespace RustKernel.Linux.Files;

/// <summary>struct stat. [include/uapi/asm-generic/stat.h]</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StatusRecord
{
    internal const uint Directory = 0x4000;
    internal const uint Character = 0x2000;
    internal const uint Regular = 0x8000;
    internal const uint Fifo = 0x1000;
    internal const uint Socket = 0xC000;

    /// <summary>The number of the only user, the program itself.</summary>
    internal const uint UserNumber = 1000;

    private const uint Readable = 0x124;
    private const uint WritableByOwner = 0x80;
    private const uint Searchable = 0x49;
    private const int BlockSize = 4096;

    internal ulong Device;
    internal ulong Node;
    internal uint Mode;
    internal uint Links;
    internal uint User;
    internal uint Group;
    internal ulong SpecialDevice;
    internal ulong Padding;
    internal long SizeBytes;
    internal int BlockBytes;
    internal int Padding2;
    internal long Blocks;
    internal TimeSpec Accessed;
    internal TimeSpec Modified;
    internal TimeSpec Changed;
    internal ulong Unused;

    /// <summary>The status of a file of file system <paramref name="device"/>.</summary>
    internal static StatusRecord Of(in FileStatus status, int device)
    {
        bool isReadOnly = (status.Flags & FileFlags.ReadOnly) != 0;
        StatusRecord record = new()
        {
            Device = (ulong)device,
            Node = status.Node,
            Mode = (status.IsDirectory ? Directory | Searchable : Regular) | Readable | (isReadOnly ? 0 : WritableByOwner),
            Links = status.IsDirectory ? 2u : 1u,
            User = UserNumber,
            Group = UserNumber,
            SizeBytes = (long)status.SizeBytes,
            BlockBytes = BlockSize,
            Blocks = (long)(status.SizeBytes / 512) + (status.SizeBytes % 512 != 0 ? 1 : 0),
            Accessed = FileTime.ToUnix(status.Accessed),
            Modified = FileTime.ToUnix(status.Modified),
        };
        record.Changed = record.Modified;
        return record;
    }

    /// <summary>The status of something that is not a file of a file system: <paramref name="kind"/>, and a number.</summary>
    internal static StatusRecord OfSpecial(uint kind, ulong node) =>
        new() { Mode = kind | 0x180, Links = 1, BlockBytes = BlockSize, Node = node, SpecialDevice = 1 };
}

/// <summary>struct statx. [include/uapi/linux/stat.h]</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
internal struct LongStatusRecord
{
    private const uint Basic = 0x7FF;
    private const uint HasBirth = 0x800;

    internal uint Mask;
    internal uint BlockBytes;
    internal ulong Attributes;
    internal uint Links;
    internal uint User;
    internal uint Group;
    internal ushort Mode;
    internal ushort Padding;
    internal ulong Node;
    internal ulong SizeBytes;
    internal ulong Blocks;
    internal ulong AttributesMask;
    internal LongTime Accessed;
    internal LongTime Born;
    internal LongTime Changed;
    internal LongTime Modified;
    internal uint SpecialMajor;
    internal uint SpecialMinor;
    internal uint DeviceMajor;
    internal uint DeviceMinor;

    /// <summary>Seconds and nanoseconds in the form of statx.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LongTime(in TimeSpec time)
    {
        internal long Seconds = time.Seconds;
        internal uint Nanoseconds = (uint)time.Nanoseconds;
        internal uint Padding = 0;
    }

    /// <summary>The same as <paramref name="status"/>; <paramref name="created"/> in ticks, 0: not known.</summary>
    internal static LongStatusRecord Of(in StatusRecord status, long created) => new()
    {
        Mask = Basic | (created != 0 ? HasBirth : 0),
        BlockBytes = (uint)status.BlockBytes,
        Links = status.Links,
        User = status.User,
        Group = status.Group,
        Mode = (ushort)status.Mode,
        Node = status.Node,
        SizeBytes = (ulong)status.SizeBytes,
        Blocks = (ulong)status.Blocks,
        Accessed = new LongTime(in status.Accessed),
        Born = new LongTime(FileTime.ToUnix(created)),
        Changed = new LongTime(in status.Changed),
        Modified = new LongTime(in status.Modified),
        DeviceMinor = (uint)status.Device,
    };
}

/// <summary>Converts times of files: ticks of 100 ns since the year 1, and seconds since 1970.</summary>
internal static class FileTime
{
    private const long UnixStart = 621_355_968_000_000_000;
    private const long TicksInSecond = 10_000_000;
    private const long MostTicks = 3_155_378_975_999_999_999;

    /// <summary>0 stays 0: the time is not known.</summary>
    internal static TimeSpec ToUnix(long ticks)
    {
        if (ticks == 0)
        {
            return default;
        }

        long since = ticks - UnixStart;
        long rest = since % TicksInSecond;
        rest += rest < 0 ? TicksInSecond : 0;
        return new TimeSpec { Seconds = (since - rest) / TicksInSecond, Nanoseconds = rest * 100 };
    }

    /// <summary>Ticks; -1: no calendar has that time.</summary>
    internal static long ToTicks(in TimeSpec time)
    {
        const long firstSecond = -UnixStart / TicksInSecond;
        const long lastSecond = (MostTicks - UnixStart) / TicksInSecond;
        return time.Seconds <= firstSecond || time.Seconds > lastSecond || time.Nanoseconds is < 0 or >= 1_000_000_000
            ? -1
            : UnixStart + (time.Seconds * TicksInSecond) + (time.Nanoseconds / 100);
    }
}
