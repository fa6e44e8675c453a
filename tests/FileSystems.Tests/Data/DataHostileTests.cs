// One lie at a time under correct checksums, and mounts that must not overwrite what they cannot read.

using System;
using System.Buffers.Binary;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;
using Xunit;

namespace RustKernel.FileSystems.Tests.Data;

public sealed class DataHostileTests
{
    private const int InodeParentAt = 40;
    private const int InodeModifiedAt = 24;

    private readonly MemoryStore _store = new DataUnderTest().Format();
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _last;

    public DataHostileTests()
    {
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(_store));
        foreach (Operation operation in Workloads.Setup)
        {
            operation.Do(volume);
        }

        volume.MakeDirectory("A/d");
        volume.Sync();
        volume.Create("last");
        volume.Sync();
        (_first, _second, _last) = (volume.Node("A/x"), volume.Node("B/y"), volume.Node("last"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    public void No_file_has_a_superblock_among_its_blocks(ulong block)
    {
        Forge(forger => Set(Value(forger, ItemKind.Extent, _second), 0, block));
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(_store));
        Assert.Equal(ErrorCode.Corrupt, volume.Files.Read(_second, 0, new byte[10], out _));
        Assert.Equal(ErrorCode.Corrupt, volume.Files.Remove(volume.Parent("B/y"), "y"));
        Assert.Contains("/B/y: ", volume.Files.LastProblem, StringComparison.Ordinal);
        volume.Unlink("A/x");
        volume.Sync();
        Assert.Equal(ErrorCode.Corrupt, DataFileSystem.Mount(_store).Read(_second, 0, new byte[10], out _));
    }

    [Fact]
    public void A_block_that_two_files_have_is_freed_once()
    {
        Forge(forger => Set(
            Value(forger, ItemKind.Extent, _first), 0, BinaryPrimitives.ReadUInt64LittleEndian(Value(forger, ItemKind.Extent, _second))));
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(_store));
        volume.Unlink("A/x");
        Assert.Equal(ErrorCode.Corrupt, volume.Files.Remove(volume.Parent("B/y"), "y"));
        Assert.Contains("used twice", volume.Files.LastProblem, StringComparison.Ordinal);
        Assert.True(volume.Files.HasStopped);
        Assert.Contains(DataFileSystem.Mount(_store).Check().Problems, problem => problem.Contains("used twice", StringComparison.Ordinal));
    }

    // Each byte that is not UTF-8 is read as a character of three bytes.
    [Fact]
    public void A_label_that_is_no_text_does_not_keep_the_volume_from_being_written()
    {
        Forge(forger => forger.Superblock.AsSpan(128, 32).Fill(0xFF));
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(_store));
        volume.Create("more");
        volume.Sync();
        Assert.Equal(10, DataFileSystem.Mount(_store).Label.Length);
        Assert.Contains("more", volume.ReadTree().Keys);
    }

    [Fact]
    public void A_value_that_is_too_long_for_a_leaf_to_be_split_is_refused()
    {
        Forge(forger =>
        {
            (ulong block, byte[] leaf) = forger.Nodes.Single(pair => pair.Value[4] == 0);
            TreeNode made = TreeNode.Create(block, 0);
            made.Insert(0, Inode.KeyOf(Layout.RootInode), new byte[TreeNode.MaximumValue + 1]);
            _ = made.Seal(9, BitConverter.ToUInt32(leaf, 28));
            made.Page.CopyTo(leaf);
        });
        FileSystemException e = Assert.Throws<FileSystemException>(() => DataFileSystem.Mount(_store));
        Assert.Contains("too long", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, "there is no such file")]
    [InlineData(300, "of 308 bytes")]
    public void An_entry_that_leads_nowhere_or_is_too_long_is_damage(int nameBytes, string words)
    {
        byte[] name = new byte[nameBytes];
        name.AsSpan().Fill((byte)'n');
        Forge(forger =>
        {
            (ulong block, byte[] leaf) = forger.Nodes.Single(pair => pair.Value[4] == 0);
            Span<byte> root = stackalloc byte[Inode.Size];
            new Inode { Number = Layout.RootInode, Flags = FileFlags.Directory, Parent = Layout.RootInode, Length = 1 }.Write(root);
            TreeNode made = TreeNode.Create(block, 0);
            made.Insert(0, Inode.KeyOf(Layout.RootInode), root);
            made.Insert(1, EntryName.FirstKey(Layout.RootInode, name), EntryName.ToValue(77, name));
            _ = made.Seal(9, BitConverter.ToUInt32(leaf, 28));
            made.Page.CopyTo(leaf);
        });
        DataFileSystem files = DataFileSystem.Mount(_store);
        ulong place = 0;
        Assert.Equal(ErrorCode.Corrupt, files.Names(files.Root, ref place, new byte[4096], out _));
        Assert.Contains(words, files.LastProblem, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.Corrupt, files.List(files.Root, ref place, out _));
        Assert.Contains(words, files.LastProblem, StringComparison.Ordinal);
        if (nameBytes <= Layout.MaximumNameBytes)
        {
            Assert.Equal(ErrorCode.Corrupt, files.Remove(files.Root, new string('n', nameBytes)));
            Assert.Contains(words, files.LastProblem, StringComparison.Ordinal);
        }
    }

    // 127 times 127 times … the same leaf: a search that looks into each never ends.
    [Fact]
    public void Nodes_that_lead_many_times_to_one_are_refused()
    {
        Forge(forger =>
        {
            (ulong block, byte[] leaf) = forger.Nodes.Single(pair => pair.Value[4] == 0);
            uint volume = BitConverter.ToUInt32(leaf, 28);
            TreeNode node = TreeNode.Create(block, 0);
            Span<byte> root = stackalloc byte[Inode.Size];
            new Inode { Number = Layout.RootInode, Flags = FileFlags.Directory, Parent = Layout.RootInode }.Write(root);
            node.Insert(0, Inode.KeyOf(Layout.RootInode), root);
            _ = node.Seal(9, volume);
            forger.Nodes[block] = node.Page.ToArray();
            for (int level = 1; level <= TreeNode.MaximumLevel; level++)
            {
                ulong child = node.Block;
                node = TreeNode.Create(200 + (ulong)level, level);
                while (!node.IsFull)
                {
                    node.InsertChild(node.Count, TreeKey.Of((ulong)(100 * node.Count), ItemKind.Inode, 0), child, 0);
                }

                _ = node.Seal(9, volume);
                forger.Nodes[node.Block] = node.Page.ToArray();
            }

            Set(forger.Superblock, DataForger.TreeAt, node.Block);
            BinaryPrimitives.WriteUInt32LittleEndian(forger.Superblock.AsSpan(DataForger.TreeAt + 12), TreeNode.MaximumLevel);
        });
        FileSystemException e = Assert.Throws<FileSystemException>(() => DataFileSystem.Mount(_store));
        Assert.Contains("keys that belong elsewhere", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_file_never_takes_the_number_of_another()
    {
        Forge(forger => Set(forger.Superblock, 64, _last));
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(_store));
        Assert.Equal(ErrorCode.Corrupt, volume.Files.Create(volume.Files.Root, "new", false, out _));
        Assert.Contains("no file can be made", volume.Files.LastProblem, StringComparison.Ordinal);
        volume.Append("B/y", [1, 2, 3]);
        volume.Sync();
    }

    [Fact]
    public void Files_that_say_they_are_in_each_other_have_an_error_with_an_end()
    {
        Forge(forger =>
        {
            Set(Value(forger, ItemKind.Inode, _first), InodeParentAt, _second);
            Set(Value(forger, ItemKind.Inode, _second), InodeParentAt, _first);
        });
        DataFileSystem files = DataFileSystem.Mount(_store);
        Assert.Equal(ErrorCode.NotDirectory, files.Find(_first, "x", out _));
        Assert.NotEmpty(files.Check().Problems);
    }

    [Fact]
    public void A_directory_among_its_own_ancestors_is_refused()
    {
        ulong a = new DataVolumeUnderTest(DataFileSystem.Mount(_store)).Node("A");
        Forge(forger => Set(Value(forger, ItemKind.Inode, a), InodeParentAt, a + 1_000_000));
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(_store));
        Assert.Equal(ErrorCode.NotOwned, volume.Files.Rename(volume.Files.Root, "B", a, "B", true));
        ulong inner = volume.Node("A/d");
        Forge(forger => Set(Value(forger, ItemKind.Inode, a), InodeParentAt, inner));
        volume = new(DataFileSystem.Mount(_store));
        Assert.Equal(ErrorCode.Corrupt, volume.Files.Rename(volume.Files.Root, "B", a, "B", true));
        Assert.Contains("its own ancestor", volume.Files.LastProblem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(long.MinValue, 0)]
    [InlineData(-1, 0)]
    [InlineData(long.MaxValue, 3155378975999999999)]
    public void Times_that_are_none_become_the_nearest(long written, long shown)
    {
        Forge(forger => Set(Value(forger, ItemKind.Inode, _first), InodeModifiedAt, (ulong)written));
        Assert.Equal(ErrorCode.None, DataFileSystem.Mount(_store).Describe(_first, out FileStatus status));
        Assert.Equal(shown, status.Modified);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    public void A_space_map_that_lies_in_a_superblock_is_not_written(ulong block)
    {
        Forge(forger => forger.Groups.Values.Single()[(int)block / 8] |= (byte)(1 << ((int)block % 8)));
        DataFileSystem files = DataFileSystem.Mount(_store);
        Assert.True(files.IsReadOnly);
        Assert.Contains("has a superblock among", string.Join(' ', files.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("superblock")]
    [InlineData("tree")]
    public void A_commit_that_cannot_be_read_now_is_not_written_over(string what)
    {
        DataForger forger = new(_store.Copy());
        ulong newest = DataFileSystem.Mount(_store).Generation;
        ulong block = what == "superblock" ? newest % 2 * 64 : BitConverter.ToUInt64(forger.Superblock, DataForger.TreeAt);
        FaultyStore faulty = new(_store) { Bad = [block * 8] };
        DataFileSystem files = DataFileSystem.Mount(faulty);
        Assert.Equal(newest - 1, files.Generation);
        Assert.True(files.IsReadOnly);
        Assert.Contains("a newer one may be there", string.Join(' ', files.Notes), StringComparison.Ordinal);
        Assert.Equal(ErrorCode.AccessDenied, files.Create(files.Root, "new", false, out _));
        faulty.Bad.Clear();
        Assert.Equal(newest, DataFileSystem.Mount(faulty).Generation);
    }

    [Fact]
    public void A_commit_of_a_later_version_is_not_written_over()
    {
        byte[] block = new byte[4096];
        ulong place = DataFileSystem.Mount(_store).Generation % 2 * 64;
        Assert.Equal(ErrorCode.None, _store.Read(place * 8, block));
        block[8] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(4092), Crc32C.Of(block.AsSpan(0, 4092)));
        Assert.Equal(ErrorCode.None, _store.Write(place * 8, block));
        Assert.True(DataFileSystem.Mount(_store).IsReadOnly);
    }

    private void Forge(Action<DataForger> change)
    {
        DataForger forger = new(_store);
        change(forger);
        forger.Seal();
    }

    private static Span<byte> Value(DataForger forger, ItemKind kind, ulong inode)
    {
        (byte[] leaf, int index) = forger.Find(kind, number => number == inode);
        return DataForger.ValueAt(leaf, index);
    }

    private static void Set(Span<byte> bytes, int at, ulong number) => BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(at), number);
}
