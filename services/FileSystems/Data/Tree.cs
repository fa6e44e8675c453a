// A B-tree that is never changed in place: a node that changes moves to a new block, and so does every node above it.
//
// A disk may hold anything with correct checksums: nodes that lead to each other, or several times to one. Every step down checks that the
// node's keys lie between those of its neighbours. So a search takes at most two paths, and no two children are the same.

using System;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>Items by key. Reading may throw Corrupt or DeviceError; writing also NoSpace, if no room was reserved.</summary>
internal sealed class Tree(NodeCache cache, SpaceMap? space)
{
    // A smaller node is joined with a neighbour, if both fit into three quarters.
    private const int Small = TreeNode.Size / 4;
    private const int Joined = TreeNode.Size * 3 / 4;

    private readonly TreeNode[] _path = new TreeNode[TreeNode.MaximumLevel + 1];
    private readonly int[] _indexes = new int[TreeNode.MaximumLevel + 1];

    /// <summary>The topmost node; Extra is its level.</summary>
    public BlockPointer Root { get; set; }

    /// <summary>Nodes from the root to a leaf.</summary>
    public int Height => (int)Root.Extra + 1;

    /// <summary>An empty tree.</summary>
    public void Create()
    {
        TreeNode leaf = TreeNode.Create(space!.Take(1, out _), 0);
        cache.Add(leaf);
        Root = new(leaf.Block, 0, 0);
    }

    /// <summary>The value of a key, valid until the tree changes.</summary>
    public bool TryGet(TreeKey key, out ReadOnlySpan<byte> value)
    {
        TreeNode node = RootNode();
        while (!node.IsLeaf)
        {
            node = Child(node, node.ChildIndex(key));
        }

        int index = node.LowerBound(key);
        bool isThere = index < node.Count && node.KeyAt(index) == key;
        value = isThere ? node.ValueAt(index) : default;
        return isThere;
    }

    /// <summary>The first item not below <paramref name="from"/> and below <paramref name="end"/>.</summary>
    public bool Next(TreeKey from, TreeKey end, out TreeKey key, out ReadOnlySpan<byte> value)
    {
        TreeNode? leaf = LeafOf(from, end, out int index);
        key = leaf is null ? default : leaf.KeyAt(index);
        value = leaf is null ? default : leaf.ValueAt(index);
        return leaf is not null;
    }

    /// <summary>
    /// The leaf of the first item not below <paramref name="from"/> and below <paramref name="end"/>, and its index there; null: there is
    /// none. The items after it in the leaf may be read until the tree changes.
    /// </summary>
    public TreeNode? LeafOf(TreeKey from, TreeKey end, out int index)
    {
        TreeNode? leaf = RootNode();
        (TreeKey low, TreeKey high) = (default, TreeKey.Last);
        while (!leaf.IsLeaf)
        {
            int child = leaf.ChildIndex(from);
            (low, high) = (LowOf(leaf, child, low), HighOf(leaf, child, high));
            leaf = Child(leaf, child, low, high);
        }

        index = leaf.LowerBound(from);
        if (index == leaf.Count)
        {
            // It is in the next leaf that has items, if that can have one below the end.
            leaf = high.CompareTo(end) < 0 ? LeafIn(RootNode(), from, default, TreeKey.Last, out index) : null;
        }

        return leaf is not null && leaf.KeyAt(index).CompareTo(end) < 0 ? leaf : null;
    }

    /// <summary>The last item that is not above <paramref name="key"/>.</summary>
    public bool Floor(TreeKey key, out TreeKey found, out ReadOnlySpan<byte> value)
        => LastIn(RootNode(), key, default, TreeKey.Last, out found, out value);

    /// <summary>Adds an item, or changes its value.</summary>
    public void Put(TreeKey key, ReadOnlySpan<byte> value)
    {
        TreeNode node = WritableRoot();
        if (!node.IsLeaf && node.IsFull)
        {
            node = Grow(node);
        }

        while (!node.IsLeaf)
        {
            int index = node.ChildIndex(key);
            if (key.CompareTo(node.KeyAt(index)) < 0)
            {
                node.SetKey(index, key);
            }

            TreeNode child = Writable(node, index);
            if (!child.IsLeaf && child.IsFull)
            {
                Split(node, index, child, child.ChildIndex(key) + 1);
                index = node.ChildIndex(key);
                child = Writable(node, index);
            }

            _path[child.Level + 1] = node;
            _indexes[child.Level + 1] = index;
            node = child;
        }

        PutInLeaf(node, key, value);
    }

    /// <summary>Removes an item; false if there is none.</summary>
    public bool Remove(TreeKey key)
    {
        if (!TryGet(key, out _))
        {
            return false;
        }

        TreeNode node = WritableRoot();
        int top = node.Level;
        while (!node.IsLeaf)
        {
            int index = node.ChildIndex(key);
            _path[node.Level] = node;
            _indexes[node.Level] = index;
            node = Writable(node, index);
        }

        node.Remove(node.LowerBound(key));
        for (int level = 1; level <= top; level++)
        {
            Shrink(_path[level], _indexes[level]);
        }

        LowerRoot();
        return true;
    }

    /// <summary>Writes all changed nodes, and seals each before the node that points to it.</summary>
    public void Store(ulong generation, uint volume, BlockWriter writer)
    {
        if (cache.Dirty.TryGetValue(Root.Block, out TreeNode? root))
        {
            Root = new(root.Block, Seal(root, generation, volume), (uint)root.Level);
        }

        TreeNode[] nodes = new TreeNode[cache.DirtyCount];
        cache.Dirty.Values.CopyTo(nodes, 0);
        Array.Sort(nodes, (a, b) => a.Block.CompareTo(b.Block));
        foreach (TreeNode node in nodes)
        {
            writer.Write(node.Block, node.Page);
        }
    }

    private uint Seal(TreeNode node, ulong generation, uint volume)
    {
        for (int i = 0; !node.IsLeaf && i < node.Count; i++)
        {
            // The checksum of a changed child is still 0.
            if (node.ChildChecksum(i) == 0 && cache.Dirty.TryGetValue(node.ChildBlock(i), out TreeNode? child))
            {
                node.SetChild(i, child.Block, Seal(child, generation, volume));
            }
        }

        return node.Seal(generation, volume);
    }

    private TreeNode RootNode() => cache.Get(Root.Block, Root.Checksum, (int)Root.Extra);

    private TreeNode Child(TreeNode node, int index)
        => Child(node, index, LowOf(node, index, default), HighOf(node, index, TreeKey.Last));

    // Its keys must be low or more, and below high.
    private TreeNode Child(TreeNode node, int index, TreeKey low, TreeKey high)
    {
        TreeNode child = cache.Get(node, index);
        return child.IsWithin(low, high) ? child : throw Elsewhere(node, child);
    }

    private static FileSystemException Elsewhere(TreeNode node, TreeNode child) => new(
        ErrorCode.Corrupt, $"block {child.Block}, a node of the tree, has keys that belong elsewhere: block {node.Block} leads to it");

    // The first entry also stands for lower keys.
    private static TreeKey LowOf(TreeNode node, int index, TreeKey low) => index == 0 ? low : node.KeyAt(index);

    private static TreeKey HighOf(TreeNode node, int index, TreeKey high) => index + 1 < node.Count ? node.KeyAt(index + 1) : high;

    private TreeNode? LeafIn(TreeNode node, TreeKey from, TreeKey low, TreeKey high, out int index)
    {
        if (node.IsLeaf)
        {
            index = node.LowerBound(from);
            return index < node.Count ? node : null;
        }

        for (int i = node.ChildIndex(from); i < node.Count; i++)
        {
            (TreeKey start, TreeKey end) = (LowOf(node, i, low), HighOf(node, i, high));
            if (LeafIn(Child(node, i, start, end), from, start, end, out index) is TreeNode leaf)
            {
                return leaf;
            }
        }

        index = 0;
        return null;
    }

    private bool LastIn(TreeNode node, TreeKey key, TreeKey low, TreeKey high, out TreeKey found, out ReadOnlySpan<byte> value)
    {
        found = default;
        value = default;
        if (node.IsLeaf)
        {
            int index = node.LowerBound(key);
            index = index < node.Count && node.KeyAt(index) == key ? index : index - 1;
            if (index >= 0)
            {
                found = node.KeyAt(index);
                value = node.ValueAt(index);
            }

            return index >= 0;
        }

        for (int i = node.ChildIndex(key); i >= 0; i--)
        {
            (TreeKey start, TreeKey end) = (LowOf(node, i, low), HighOf(node, i, high));
            if (LastIn(Child(node, i, start, end), key, start, end, out found, out value))
            {
                return true;
            }
        }

        return false;
    }

    private void PutInLeaf(TreeNode leaf, TreeKey key, ReadOnlySpan<byte> value)
    {
        int index = leaf.LowerBound(key);
        if (index < leaf.Count && leaf.KeyAt(index) == key)
        {
            if (leaf.ValueAt(index).Length == value.Length)
            {
                leaf.Overwrite(index, value);
                return;
            }

            leaf.Remove(index);
        }

        if (!leaf.HasRoom(value.Length))
        {
            // Put ensures that the node above is not full.
            TreeNode parent = Root.Block == leaf.Block ? Grow(leaf, isSplit: false) : _path[1];
            int at = parent.ChildIndex(key);
            TreeNode right = Split(parent, at, leaf, index);
            leaf = key.CompareTo(right.KeyAt(0)) < 0 ? leaf : right;
            index = leaf.LowerBound(key);
        }

        leaf.Insert(index, key, value);
    }

    // Puts a new root above the old one, and splits that at once unless a leaf is about to be split.
    private TreeNode Grow(TreeNode root, bool isSplit = true)
    {
        if (root.Level == TreeNode.MaximumLevel)
        {
            throw new FileSystemException(
                ErrorCode.Corrupt,
                $"the tree is {root.Level} levels high and too empty for that: check the volume");
        }

        TreeNode above = TreeNode.Create(space!.Take(1, out _), root.Level + 1);
        cache.Add(above);
        above.InsertChild(0, root.Count == 0 ? default : root.KeyAt(0), root.Block, 0);
        Root = new(above.Block, 0, (uint)above.Level);
        if (isSplit)
        {
            _ = Split(above, 0, root, 0);
        }

        return above;
    }

    // Makes room for an item at an index of the node: moves everything after the middle to a new node, and returns that.
    private TreeNode Split(TreeNode parent, int index, TreeNode node, int place)
    {
        TreeNode right = TreeNode.Create(space!.Take(1, out _), node.Level);
        cache.Add(right);
        node.MoveTo(right, node.Middle(place));
        parent.InsertChild(index + 1, right.KeyAt(0), right.Block, 0);
        return right;
    }

    private TreeNode WritableRoot()
    {
        TreeNode root = RootNode();
        if (!root.IsDirty)
        {
            ulong old = root.Block;
            cache.Move(root, space!.Take(1, out _));
            space.Release(old);
            Root = new(root.Block, 0, (uint)root.Level);
        }

        return root;
    }

    // The parent is writable already.
    private TreeNode Writable(TreeNode parent, int index)
    {
        TreeNode node = Child(parent, index);
        if (!node.IsDirty)
        {
            ulong old = node.Block;
            cache.Move(node, space!.Take(1, out _));
            space.Release(old);
            parent.SetChild(index, node.Block, 0);
        }

        return node;
    }

    // The child at index has lost an item: removes it if empty, joins it with a neighbour if small. A neighbour that cannot be read stays.
    private void Shrink(TreeNode parent, int index)
    {
        TreeNode node = cache.Get(parent, index);
        if (node.Count == 0)
        {
            parent.Remove(index);
            Discard(node);
            return;
        }

        if (node.Used >= Small || parent.Count == 1)
        {
            return;
        }

        int left = index == 0 ? 0 : index - 1;
        try
        {
            int used = Child(parent, left).Used + Child(parent, left + 1).Used;
            if (used > Joined)
            {
                return;
            }
        }
        catch (FileSystemException)
        {
            return;
        }

        TreeNode target = Writable(parent, left);
        TreeNode source = Child(parent, left + 1);
        // In an inner node, the parent's key replaces the lowest key.
        if (!source.IsLeaf)
        {
            source.SetKey(0, parent.KeyAt(left + 1));
        }

        source.MoveTo(target, 0);
        parent.Remove(left + 1);
        Discard(source);
    }

    private void LowerRoot()
    {
        TreeNode root = RootNode();
        while (!root.IsLeaf && root.Count <= 1)
        {
            if (root.Count == 0)
            {
                root.BecomeLeaf();
                Root = new(root.Block, 0, 0);
                return;
            }

            TreeNode child = Child(root, 0);
            Root = new(child.Block, root.ChildChecksum(0), (uint)child.Level);
            Discard(root);
            root = child;
        }
    }

    private void Discard(TreeNode node)
    {
        cache.Drop(node);
        space!.Release(node.Block);
    }
}
