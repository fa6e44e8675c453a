// rk fs on images in files: whole ones and partitions.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.FileSystems.Tests.Fat32;
using RustKernel.Hil.FileSystems;
using RustKernel.Services.FileSystems.Data;
using Xunit;

namespace RustKernel.FileSystems.Tests.Data;

public sealed class FsCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-fs-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private FsCommands Commands => new(_output, _error);

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public void A_volume_is_made_written_listed_read_and_checked()
    {
        string image = PathOf("data.img");
        Assert.Equal(0, Commands.Make(image, "2M", "mine", false));
        byte[] bytes = new byte[700_000];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(PathOf("source"), bytes);
        Assert.Equal(0, Commands.Put(image, PathOf("source"), "/a/b/file"));
        Assert.Equal(0, Commands.Snapshot(image, "before", null));
        File.WriteAllText(PathOf("source"), "short");
        Assert.Equal(0, Commands.Put(image, PathOf("source"), "a/b/file"));

        Assert.Equal("short", Text(Commands => Commands.Get(image, "/a/b/file", PathOf("got"), null, Stream.Null), PathOf("got")));
        Assert.Equal(0, Commands.Get(image, "/a/b/file", PathOf("got"), "before", Stream.Null));
        Assert.Equal(bytes, File.ReadAllBytes(PathOf("got")));
        MemoryStream standard = new();
        Assert.Equal(0, Commands.Get(image, "a/b/file", null, null, standard));
        Assert.Equal("short", Encoding.UTF8.GetString(standard.ToArray()));

        Assert.Matches(@"^d +0 [-0-9]+ [:0-9]+ a\n$", Printed(() => Commands.List(image, "/", null, false)));
        Assert.Matches(@"a\n.*a/b\n- +5 .* a/b/file\n$", Printed(() => Commands.List(image, "/", null, true)));
        Assert.Matches(@"^- +700000 .* file\n$", Printed(() => Commands.List(image, "/a/b", "before", false)));
        IReadOnlyList<ListedFile> listed = [];
        string printed = Printed(() => Commands.List(image, "/a", null, true, all => (listed = all).Count > 0));
        Assert.Equal("", printed);
        Assert.Equal([("directory", 0UL, "a/b"), ("file", 5UL, "a/b/file")], listed.Select(entry => (entry.Kind, entry.Bytes, entry.Path)));
        Assert.Matches(@"^\S+ \S+ before\n$", Printed(() => Commands.Snapshot(image, null, null)));
        Assert.Contains("1 files, 3 directories", Printed(() => Commands.Check(image)), StringComparison.Ordinal);
        Assert.Equal(0, Commands.Snapshot(image, null, "before"));
        Assert.Equal("", Printed(() => Commands.Snapshot(image, null, null)));
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void The_data_partition_of_a_card_is_found_and_nothing_else_is_written()
    {
        string image = PathOf("card.img");
        byte[] card = new byte[4 << 20];
        new Random(2).NextBytes(card);
        byte[] table = new byte[512];
        Partition(table, 0, 0x0C, 2048, 2048);
        Partition(table, 1, DataImage.PartitionType, 4096, 3000);
        table[510] = 0x55;
        table[511] = 0xAA;
        table.CopyTo(card, 0);
        File.WriteAllBytes(image, card);
        Assert.Equal(2, Commands.Check(image));
        Assert.Contains("2 partitions, none of them a data volume", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Commands.Make(image, null, "", false));
        File.WriteAllText(PathOf("source"), "on the card");
        Assert.Equal(0, Commands.Put(image, PathOf("source"), "file"));
        Assert.Equal("on the card", Text(Commands => Commands.Get(image, "file", PathOf("got"), null, Stream.Null), PathOf("got")));
        byte[] after = File.ReadAllBytes(image);
        Assert.Equal(card.Take(4096 * 512), after.Take(4096 * 512));
        Assert.Equal(card.Skip(7096 * 512), after.Skip(7096 * 512));
        Assert.Equal(0, Commands.Check(image));
    }

    [Fact]
    public void Mistakes_are_one_line_and_status_2()
    {
        string image = PathOf("data.img");
        Mistake("does not exist: --size makes it", () => Commands.Make(image, null, "", false));
        Mistake("a size is such as 64M or 2G, not \"64X\"", () => Commands.Make(PathOf("other"), "64X", "", false));
        Mistake("at least 256 blocks", () => Commands.Make(PathOf("small"), "64K", "", false));
        Assert.Empty(Directory.GetFiles(_folder.FullName));
        Mistake("cannot open", () => Commands.Check(PathOf("nothing")));
        Assert.Equal(0, Commands.Make(image, "1M", "", false));
        Mistake("all its files would be lost", () => Commands.Make(image, null, "", false));
        Assert.Equal(0, Commands.Make(image, null, "again", true));
        Mistake("--size is for new images", () => Commands.Make(image, "1M", "", true));
        Mistake("x: there is no x", () => Commands.Get(image, "x", null, null, Stream.Null));
        Mistake("is a directory", () => Commands.Get(image, "/", null, null, Stream.Null));
        Mistake("there is no snapshot old", () => Commands.List(image, "/", "old", false));
        File.WriteAllBytes(PathOf("large"), new byte[2 << 20]);
        Mistake("large: the volume is full", () => Commands.Put(image, PathOf("large"), "large"));
        Assert.Equal("", Printed(() => Commands.List(image, "/", null, false)));
        File.WriteAllBytes(PathOf("zeros"), new byte[1 << 20]);
        Mistake("has no data volume and no partitions", () => Commands.Check(PathOf("zeros")));
    }

    [Fact]
    public void No_volume_is_made_over_a_FAT_volume_or_by_a_table_that_contradicts_itself()
    {
        byte[] card = new byte[1 << 20];
        card[510] = 0x55;
        card[511] = 0xAA;
        byte[] boot = [0xEB, 0x58, 0x90];
        boot.CopyTo(card, 0);
        BitConverter.TryWriteBytes(card.AsSpan(11), (ushort)512);
        "FAT32   "u8.CopyTo(card.AsSpan(82));
        File.WriteAllBytes(PathOf("fat"), card);
        Mistake("is a FAT volume as a whole", () => Commands.Make(PathOf("fat"), null, "", false));
        Mistake("is a FAT volume as a whole", () => Commands.Check(PathOf("fat")));
        Assert.Equal(card, File.ReadAllBytes(PathOf("fat")));

        byte[] table = new byte[1 << 20];
        Partition(table, 0, 0x0C, 100, 200);
        Partition(table, 1, DataImage.PartitionType, 299, 1000);
        table[510] = 0x55;
        table[511] = 0xAA;
        File.WriteAllBytes(PathOf("overlap"), table);
        Mistake("contradicts itself", () => Commands.Make(PathOf("overlap"), null, "", false));
    }

    [Fact]
    public void A_check_of_a_damaged_volume_says_what_is_damaged()
    {
        string image = PathOf("data.img");
        Assert.Equal(0, Commands.Make(image, "1M", "", false));
        File.WriteAllBytes(PathOf("source"), Enumerable.Repeat((byte)0xA7, 5000).ToArray());
        Assert.Equal(0, Commands.Put(image, PathOf("source"), "file"));
        byte[] bytes = File.ReadAllBytes(image);
        int at = bytes.AsSpan().IndexOf(Enumerable.Repeat((byte)0xA7, 100).ToArray());
        bytes[at + 10]++;
        File.WriteAllBytes(image, bytes);
        string printed = Printed(() => Commands.Check(image), status: 1);
        Assert.Contains($"block {at / Layout.BlockSize}, byte 0 of the file, is damaged", printed, StringComparison.Ordinal);
        Assert.EndsWith("1 problems\n", printed, StringComparison.Ordinal);
        Mistake("/file: block", () => Commands.Get(image, "file", null, null, Stream.Null));
        bytes[0] ^= 1;
        File.WriteAllBytes(image, bytes);
        Assert.Equal(1, Commands.Check(image));
        Assert.Contains("superblock at block 0", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_below_itself_and_a_name_that_steers_a_terminal_are_listed_to_an_end()
    {
        string image = PathOf("data.img");
        Assert.Equal(0, Commands.Make(image, "1M", "", false));
        File.WriteAllText(PathOf("source"), "x");
        Assert.Equal(0, Commands.Put(image, PathOf("source"), "a/b/\u001b[2Jfile"));
        Assert.Contains("a/b/?[2Jfile", Printed(() => Commands.List(image, "/", null, true)), StringComparison.Ordinal);
        using (FileStore store = new(image))
        {
            ulong a = new DataVolumeUnderTest(DataFileSystem.Mount(store)).Node("a");
            DataForger forger = new(store);
            (byte[] leaf, int index) = forger.Find(ItemKind.Entry, directory => directory == a);
            BitConverter.TryWriteBytes(DataForger.ValueAt(leaf, index), a);
            forger.Seal();
        }

        Assert.Equal(2, Commands.List(image, "/", null, true));
        Assert.Contains("a/b is a directory that has another name, too", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("has two names", Printed(() => Commands.Check(image), status: 1), StringComparison.Ordinal);
    }

    private static void Partition(byte[] table, int index, byte type, uint first, uint count)
    {
        table[446 + (index * 16) + 4] = type;
        BitConverter.TryWriteBytes(table.AsSpan(446 + (index * 16) + 8), first);
        BitConverter.TryWriteBytes(table.AsSpan(446 + (index * 16) + 12), count);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string Text(Func<FsCommands, int> work, string file)
    {
        Assert.Equal(0, work(Commands));
        return File.ReadAllText(file);
    }

    private string Printed(Func<int> work, int status = 0)
    {
        _ = _output.GetStringBuilder().Clear();
        Assert.Equal(status, work());
        return _output.ToString();
    }

    private void Mistake(string words, Func<int> work)
    {
        _ = _error.GetStringBuilder().Clear();
        Assert.Equal(2, work());
        string line = Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.StartsWith("rk fs: ", line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
    }
}
