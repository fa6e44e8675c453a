// An initrd and its place are data from outside: nothing in either makes the kernel read beyond it, or map what belongs to others.

using System;
using System.Text;
using RustKernel.Memory.Map;
using RustKernel.Spaces;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

public sealed class InitialArchiveTests
{
    private const ulong MiB = 1ul << 20;
    private const int Damages = 20_000;

    private static readonly MemoryRange s_image = new(0x4020_0000, 2 * MiB);
    private static readonly MemoryRange s_tree = new(0x4400_0123, 0x5000);

    public static TheoryData<ulong, ulong, ErrorCode> Places() => new()
    {
        { 0x4800_0000, 1, ErrorCode.None },
        { 0x4800_0000, 4 * MiB, ErrorCode.None },
        { 0x7FFF_F000, 4096, ErrorCode.None },
        { 0x8000_0000, 4096, ErrorCode.None },
        { 0x4440_0000, 0, ErrorCode.InvalidArgument },
        { 0x4800_0200, 4096, ErrorCode.InvalidArgument },
        { 0x4800_0000, (1ul << 30) + 1, ErrorCode.InvalidArgument },
        { 0x4800_0000, ulong.MaxValue, ErrorCode.InvalidArgument },
        { 0xFFFF_FFFF_FFFF_F000, 4096, ErrorCode.InvalidArgument },
        { 1ul << 48, 4096, ErrorCode.InvalidArgument },
        { 0x3FFF_F000, 4096, ErrorCode.NotFound },
        { 0x3FFF_F000, 8192, ErrorCode.NotFound },
        { 0x7FFF_F000, 4097, ErrorCode.NotFound },
        { 0x1_0000_0000, 4096, ErrorCode.NotFound },
        { 0x401F_F000, 4097, ErrorCode.AlreadyExists },
        { 0x4020_0000, 16, ErrorCode.AlreadyExists },
        { 0x403F_F000, 16, ErrorCode.AlreadyExists },
        { 0x4400_5000, 16, ErrorCode.AlreadyExists },
        { 0x43FF_F000, 4097, ErrorCode.AlreadyExists },
    };

    // Two banks that touch, as some firmware describes its RAM.
    [Theory]
    [MemberData(nameof(Places))]
    public void It_lies_in_one_bank_of_RAM_at_a_page_that_is_nobody_elses(ulong start, ulong sizeBytes, ErrorCode expected)
    {
        MemoryMap map = default;
        Assert.Equal(ErrorCode.None, map.AddBank(new MemoryRange(0x4000_0000, 1024 * MiB)));
        Assert.Equal(ErrorCode.None, map.AddBank(new MemoryRange(0x8000_0000, 64 * MiB)));
        Assert.Equal(expected, InitialArchive.CheckPlace(in map, new MemoryRange(start, sizeBytes), s_image, s_tree));
    }

    [Fact]
    public void A_whole_archive_with_the_needed_file_is_good()
    {
        Result<int> files = InitialArchive.CheckContents(Archive(("init", 5000), ("b", 0)), "init"u8);
        Assert.Equal((ErrorCode.None, 2), (files.Error, files.Value));
        Assert.Equal(ErrorCode.NotFound, InitialArchive.CheckContents(Archive(("b", 10)), "init"u8).Error);
        Assert.Equal(ErrorCode.Corrupt, InitialArchive.CheckContents([], "init"u8).Error);
        Assert.Equal(ErrorCode.Corrupt, InitialArchive.CheckContents(new byte[8192], "init"u8).Error);
        Assert.Equal(ErrorCode.Corrupt, InitialArchive.CheckContents("\u001f\u008b a compressed one"u8, "init"u8).Error);
    }

    [Fact]
    public void An_archive_that_ends_anywhere_before_its_trailer_is_refused()
    {
        byte[] archive = Archive(("init", 300), ("b", 7));
        int trailer = archive.AsSpan().LastIndexOf("070701"u8) + 110 + 11;
        for (int length = 0; length < trailer; length++)
        {
            Assert.NotEqual(ErrorCode.None, InitialArchive.CheckContents(archive.AsSpan(0, length), "init"u8).Error);
        }
    }

    [Fact]
    public void More_files_than_there_may_be_are_refused()
    {
        (string Name, int Bytes)[] files = new (string, int)[InitialArchive.MaximumFiles + 1];
        Array.Fill(files, ("init", 0));
        Assert.Equal(ErrorCode.OutOfMemory, InitialArchive.CheckContents(Archive(files), "init"u8).Error);
        Assert.True(InitialArchive.CheckContents(Archive(files[1..]), "init"u8).IsOk);
    }

    // An accepted archive is sound to its last file: each lies within it.
    [Fact]
    public void Whatever_is_damaged_no_file_reaches_beyond_the_archive()
    {
        byte[] whole = Archive(("init", 900), ("b", 64), ("c", 1));
        Random random = new(14);
        int good = 0;
        for (int i = 0; i < Damages; i++)
        {
            byte[] bytes = (byte[])whole.Clone();
            for (int j = random.Next(1, 4); j > 0; j--)
            {
                // Mostly in headers.
                int at = random.Next(3) == 0 ? random.Next(bytes.Length) : random.Next(120);
                bytes[at] = random.Next(2) == 0 ? (byte)"0123456789abcdefABCDEF"[random.Next(22)] : (byte)random.Next(256);
            }

            Result<int> files = InitialArchive.CheckContents(bytes, "init"u8);
            good += files.IsOk ? 1 : 0;
            CpioArchive archive = new(bytes);
            int next = 0;
            for (int file = 0; files.IsOk && file < files.Value; file++)
            {
                Assert.Equal(ErrorCode.None, archive.ReadEntry(next, out _, out int offset, out int sizeBytes, out next));
                Assert.InRange((long)offset + sizeBytes, 110, bytes.Length);
            }
        }

        Assert.InRange(good, 100, Damages - 100);
    }

    private static byte[] Archive(params (string Name, int Bytes)[] files)
    {
        using System.IO.MemoryStream stream = new();
        foreach ((string name, int bytes) in files)
        {
            Entry(stream, name, bytes);
        }

        Entry(stream, "TRAILER!!!", 0);
        return stream.ToArray();
    }

    private static void Entry(System.IO.MemoryStream stream, string name, int bytes)
    {
        string size = $"{bytes:X8}";
        string header = "070701" + string.Concat(System.Linq.Enumerable.Repeat("00000000", 6)) + size
            + string.Concat(System.Linq.Enumerable.Repeat("00000000", 4)) + $"{name.Length + 1:X8}" + "00000000";
        stream.Write(Encoding.ASCII.GetBytes(header + name + "\0"));
        Pad(stream);
        stream.Write(new byte[bytes]);
        Pad(stream);
    }

    private static void Pad(System.IO.MemoryStream stream)
    {
        while (stream.Length % 4 != 0)
        {
            stream.WriteByte(0);
        }
    }
}
