// Reads a whole volume and compares everything stored twice. The file system never needs this: it is for tests, doubtful disks, and
// curiosity.

using System;
using System.Collections.Generic;
using System.Text;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>One tree being checked: its nodes, its files, and the blocks of both.</summary>
internal sealed class VolumeCheck
{
    private readonly BlockDevice _device;
    private readonly ulong _blockCount;
    private readonly VolumeReport _report;
    private readonly string _where;
    private readonly BlockBits _used;
    private readonly NodeCache _cache;
    private readonly Dictionary<ulong, Inode> _inodes = [];
    private readonly Dictionary<ulong, ulong> _entries = [];
    private readonly Dictionary<ulong, ulong> _names = [];
    private readonly Dictionary<ulong, ulong> _blocks = [];
    private readonly HashSet<ulong> _orphans = [];
    private readonly byte[] _block = new byte[Layout.BlockSize];
    private TreeKey? _last;

    private VolumeCheck(BlockDevice device, Superblock superblock, VolumeReport report, string where)
    {
        _device = device;
        _blockCount = superblock.BlockCount;
        _report = report;
        _where = where;
        _used = new(_blockCount);
        _cache = new(device, _blockCount, (uint)superblock.Volume, 64);
    }

    public static VolumeReport Run(DataVolume volume)
    {
        VolumeReport report = new();
        try
        {
            if (!volume.IsReadOnly)
            {
                volume.Commit();
            }
        }
        catch (FileSystemException e)
        {
            report.Problems.Add(e.Message);
        }

        Superblock superblock = volume.Superblock;
        VolumeCheck check = new(volume.Device, superblock, report, "");
        check.Tree(superblock.Tree, superblock.Space);
        report.Nodes = check.Nodes;
        report.DataBlocks = check.DataBlocks;
        foreach (Inode inode in check._inodes.Values)
        {
            report.Directories += inode.IsDirectory ? 1u : 0;
            report.Files += inode.IsDirectory ? 0 : 1u;
        }

        if (check._inodes.Count != 0 && report.Problems.Count == 0 && report.Files + report.Directories != superblock.Files + 1)
        {
            report.Problems.Add(
                $"the superblock counts {superblock.Files} files and directories; there are {report.Files + report.Directories - 1}");
        }

        foreach (SnapshotRecord snapshot in superblock.Snapshots)
        {
            new VolumeCheck(volume.Device, superblock, report, $"snapshot {snapshot.Name}: ").Tree(snapshot.Tree, snapshot.Space);
        }

        return report;
    }

    private ulong Nodes { get; set; }

    private ulong DataBlocks { get; set; }

    private void Tree(BlockPointer root, BlockPointer space)
    {
        int before = _report.Problems.Count;
        _used.Add(0);
        _used.Add(Layout.SecondSuperblock);
        Node(root.Block, root.Checksum, (int)root.Extra, default);
        // If parts of the tree are missing, comparing the others means nothing.
        if (_report.Problems.Count == before)
        {
            Names();
            Space(space);
        }
    }

    private void Node(ulong block, uint checksum, int level, TreeKey lowest)
    {
        TreeNode node;
        try
        {
            node = _cache.Get(block, checksum, level);
        }
        catch (FileSystemException e)
        {
            Problem(e.Message);
            return;
        }

        // Not into known blocks: nodes that lead to each other have no end.
        if (!Use(block, "a node of the tree"))
        {
            return;
        }

        Nodes++;
        for (int i = 0; i < node.Count; i++)
        {
            TreeKey key = node.KeyAt(i);
            if (i > 0 && key.CompareTo(lowest) < 0)
            {
                Problem($"node {block} has a key that belongs to the node before it");
            }

            if (node.IsLeaf)
            {
                Item(key, node.ValueAt(i));
            }
            else
            {
                Node(node.ChildBlock(i), node.ChildChecksum(i), level - 1, i == 0 ? lowest : key);
            }
        }
    }

    private void Item(TreeKey key, ReadOnlySpan<byte> value)
    {
        if (_last is TreeKey last && last.CompareTo(key) >= 0)
        {
            Problem($"items of file {last.Inode} and {key.Inode} are not in order");
        }

        _last = key;
        try
        {
            switch (key.Kind)
            {
                case ItemKind.Inode when key.Low == 0:
                    _inodes[key.Inode] = Inode.Read(key.Inode, value);
                    break;
                case ItemKind.Entry:
                    Entry(key, value);
                    break;
                case ItemKind.Extent:
                    Contents(key.Inode, Extent.Read(key, value, _blockCount));
                    break;
                case ItemKind.Orphan when key.Inode == 0:
                    _ = _orphans.Add(key.Low);
                    break;
                default:
                    Problem($"file {key.Inode} has an item of unknown kind {(int)key.Kind}");
                    break;
            }
        }
        catch (FileSystemException e)
        {
            Problem(e.Message);
        }
    }

    private void Entry(TreeKey key, ReadOnlySpan<byte> value)
    {
        ulong inode = EntryName.Inode(value);
        ReadOnlySpan<byte> name = EntryName.NameOf(value);
        if ((EntryName.FirstKey(key.Inode, name).Low ^ key.Low) >= Layout.MaximumEqualHashes)
        {
            Problem($"directory {key.Inode} has {Encoding.UTF8.GetString(name)} in a wrong place");
        }

        if (!_names.TryAdd(inode, key.Inode))
        {
            Problem($"file {inode} has two names; the second is {Encoding.UTF8.GetString(name)}");
        }

        _entries[key.Inode] = _entries.GetValueOrDefault(key.Inode) + 1;
    }

    private void Contents(ulong inode, Extent extent)
    {
        _blocks[inode] = _blocks.GetValueOrDefault(inode) + (ulong)extent.Count;
        for (int i = 0; i < extent.Count; i++)
        {
            ulong block = extent.Block + (ulong)i;
            if (!Use(block, $"data of file {inode}"))
            {
                continue;
            }

            try
            {
                DataBlocks++;
                _device.Read(block, _block);
                if (Crc32C.Of(_block) != extent.Checksums[i])
                {
                    Problem($"file {inode}: block {block}, byte {(extent.First + (ulong)i) * Layout.BlockSize} of the file, is damaged");
                }
            }
            catch (FileSystemException e)
            {
                Problem($"file {inode}: {e.Message}");
            }
        }
    }

    private void Names()
    {
        foreach (Inode inode in _inodes.Values)
        {
            ulong number = inode.Number;
            bool isOrphan = _orphans.Contains(number);
            bool hasName = _names.TryGetValue(number, out ulong parent);
            if (number != Layout.RootInode
                && (isOrphan == hasName || isOrphan != (inode.Links == 0) || (hasName && parent != inode.Parent)))
            {
                Problem($"file {number} has {(hasName ? "a" : "no")} name, {inode.Links} links and parent {inode.Parent}");
            }

            if (inode.IsDirectory && inode.Length != _entries.GetValueOrDefault(number))
            {
                Problem($"directory {number} says {inode.Length} entries and has {_entries.GetValueOrDefault(number)}");
            }

            if (!inode.IsDirectory && inode.Blocks != _blocks.GetValueOrDefault(number))
            {
                Problem($"file {number} says {inode.Blocks} blocks and has {_blocks.GetValueOrDefault(number)}");
            }
        }

        foreach (Dictionary<ulong, ulong> numbers in new[] { _entries, _names, _blocks })
        {
            foreach (ulong number in numbers.Keys)
            {
                if (!_inodes.ContainsKey(number))
                {
                    Problem($"there are a name, entries or blocks of file {number}, which is not there");
                }
            }
        }
    }

    private void Space(BlockPointer root)
    {
        try
        {
            SpaceMap map = new(_device, _blockCount);
            (BlockPointer[] groups, BlockPointer[] indexes) = map.NewPointers();
            BlockBits bits = new(_blockCount);
            map.ReadMap(root, bits, groups, indexes);
            bits.Add(0);
            bits.Add(Layout.SecondSuperblock);
            foreach (BlockPointer pointer in SpaceMap.Pointers(root, groups, indexes))
            {
                bits.Add(pointer.Block);
                _ = Use(pointer.Block, "the space map");
            }

            for (ulong block = 0; block < _blockCount; block++)
            {
                if (bits.Has(block) != _used.Has(block))
                {
                    Problem(bits.Has(block)
                        ? $"block {block} is lost: the space map has it, no file"
                        : $"block {block} is used and free at once");
                }
            }
        }
        catch (FileSystemException e)
        {
            Problem(e.Message);
        }
    }

    private bool Use(ulong block, string what)
    {
        bool isFirst = !_used.Has(block);
        if (!isFirst)
        {
            Problem($"block {block}, {what}, is used twice");
        }

        _used.Add(block);
        return isFirst;
    }

    private void Problem(string words)
    {
        // A disk with one fault everywhere needs no million lines.
        if (_report.Problems.Count < 1000)
        {
            _report.Problems.Add(_where + words);
        }
    }
}
