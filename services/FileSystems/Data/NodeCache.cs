// Nodes of the tree in memory: a bounded number of unchanged ones, and all changed ones until the commit.

using System.Collections.Generic;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>Loads nodes and checks them; keeps changed nodes apart.</summary>
internal sealed class NodeCache(BlockDevice device, ulong blockCount, uint volume, int capacity)
{
    private const int FrontSize = 1024;

    private readonly LruCache<TreeNode> _clean = new(capacity, static node => node.TakeUse());
    private readonly Dictionary<ulong, TreeNode> _dirty = [];

    // Nodes of both caches, indexed by their blocks: so a step down needs no look-up by hash.
    private readonly TreeNode?[] _front = new TreeNode?[FrontSize];

    public int DirtyCount => _dirty.Count;

    /// <summary>The changed nodes; only for a commit.</summary>
    public Dictionary<ulong, TreeNode> Dirty => _dirty;

    /// <summary>The node at a place. Corrupt: it is damaged; DeviceError: it cannot be read.</summary>
    public TreeNode Get(ulong block, uint checksum, int level)
    {
        TreeNode? node = _front[(int)(block % FrontSize)];
        return node is not null && node.Block == block ? Used(node, level) : Used(ToFront(block, checksum, level), level);
    }

    /// <summary>The same for a child of a node.</summary>
    public TreeNode Get(TreeNode parent, int index)
    {
        ulong block = parent.ChildBlock(index);
        TreeNode? node = _front[(int)(block % FrontSize)];
        return node is not null && node.Block == block
            ? Used(node, parent.Level - 1)
            : Used(ToFront(block, parent.ChildChecksum(index), parent.Level - 1), parent.Level - 1);
    }

    private static TreeNode Used(TreeNode node, int level)
    {
        node.WasUsed = true;
        return node.Level == level || node.IsDirty
            ? node
            : throw new FileSystemException(ErrorCode.Corrupt, $"block {node.Block} is a node of level {node.Level}, not of {level}");
    }

    private TreeNode ToFront(ulong block, uint checksum, int level)
    {
        TreeNode node = Find(block, checksum, level);
        _front[(int)(block % FrontSize)] = node;
        return node;
    }

    private TreeNode Find(ulong block, uint checksum, int level)
    {
        if (_dirty.TryGetValue(block, out TreeNode? node))
        {
            return node;
        }

        node = _clean.Get(block);
        if (node is null)
        {
            node = Load(block, checksum, level);
            Keep(node);
        }

        return node;
    }

    private void Keep(TreeNode node)
    {
        if (_clean.Put(node.Block, node) is TreeNode gone)
        {
            Leave(gone);
        }
    }

    private void Leave(TreeNode node)
    {
        ref TreeNode? place = ref _front[(int)(node.Block % FrontSize)];
        place = place == node ? null : place;
    }

    /// <summary>A new node.</summary>
    public void Add(TreeNode node) => _dirty[node.Block] = node;

    /// <summary>Moves a node, which is about to change, to a new block.</summary>
    public void Move(TreeNode node, ulong block)
    {
        Leave(node);
        _clean.Remove(node.Block);
        node.Block = block;
        node.IsDirty = true;
        _dirty[block] = node;
    }

    /// <summary>Drops a node that is no longer needed.</summary>
    public void Drop(TreeNode node)
    {
        Leave(node);
        _clean.Remove(node.Block);
        _ = _dirty.Remove(node.Block);
    }

    /// <summary>Call when the changed nodes are on the disk.</summary>
    public void Committed()
    {
        foreach (TreeNode node in _dirty.Values)
        {
            node.IsDirty = false;
            Keep(node);
        }

        _dirty.Clear();
    }

    private TreeNode Load(ulong block, uint checksum, int level)
    {
        if (!Layout.IsPlace(block, blockCount) || level > TreeNode.MaximumLevel)
        {
            throw new FileSystemException(ErrorCode.Corrupt, $"the tree points to block {block}, which is none of this volume");
        }

        byte[] page = new byte[TreeNode.Size];
        device.Read(block, page);
        if (Crc32C.Of(page) != checksum)
        {
            throw new FileSystemException(ErrorCode.Corrupt, $"block {block}, a node of the tree, is damaged: its checksum is wrong");
        }

        return TreeNode.Load(page, block, level, volume, out string mistake)
            ?? throw new FileSystemException(ErrorCode.Corrupt, $"block {block}, a node of the tree, is damaged: {mistake}");
    }
}
