// The one pass through a tree: nodes in document order, each with its path from the root.

using System;

namespace RustKernel.DeviceTree;

/// <summary>
/// Enumerates nodes in document order, in one pass over the tokens. Stops at the end of its subtree, at damage, and at
/// nesting deeper than <see cref="DeviceTreeBlob.MaximumDepth"/>.
/// </summary>
public ref struct DeviceTreeWalk
{
    private readonly DeviceTreeBlob _tree;
    private readonly int _floor;
    private DeviceTreePath _path;
    private int _levels;
    private int _offset;

    /// <summary>
    /// A walk from the token at <paramref name="offset"/>, within a node of level
    /// <paramref name="levels"/>, until a node of level <paramref name="floor"/> ends.
    /// </summary>
    internal DeviceTreeWalk(DeviceTreeBlob tree, scoped in DeviceTreePath path, int levels, int offset, int floor)
    {
        _tree = tree;
        _path = path;
        _levels = levels;
        _offset = offset;
        _floor = floor;
    }

    /// <summary>The current node.</summary>
    public readonly DeviceTreeNode Current => new(_tree, in _path, _levels);

    /// <summary>Its full name; empty for the root.</summary>
    public readonly ReadOnlySpan<byte> CurrentName
    {
        get
        {
            DeviceTreeToken token = _levels > 0 ? _tree.ReadToken(_path[_levels - 1]) : default;
            return _tree.Data(token.DataOffset, token.DataLength);
        }
    }

    /// <summary>A property of that node; cheaper than <see cref="Current"/>, which copies a node.</summary>
    public readonly DeviceTreeProperty CurrentProperty(ReadOnlySpan<byte> name) => _levels > 0 ? _tree.PropertyAt(_offset, name) : default;

    /// <summary>Byte offset of that node's first property; copies no node.</summary>
    internal readonly int NextOffset => _offset;

    /// <summary>For <c>foreach</c>.</summary>
    public readonly DeviceTreeWalk GetEnumerator() => this;

    /// <summary>Moves to the next node; false when there is none, and from then on.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            int offset = _tree.SkipProperties(_offset);
            _offset = offset;
            switch (_tree.ReadTag(offset))
            {
                case DeviceTreeTokenKind.BeginNode:
                    int end = _tree.NameEnd(offset);
                    if (end < 0 || _levels >= DeviceTreeBlob.MaximumDepth)
                    {
                        return false;
                    }

                    _path[_levels] = offset;
                    _levels++;
                    _offset = DeviceTreeBlob.AlignToCell(end + 1);
                    return true;
                case DeviceTreeTokenKind.EndNode:
                    if (_levels <= _floor)
                    {
                        return false;
                    }

                    _levels--;
                    _offset = offset + 4;
                    break;
                default:
                    return false;
            }
        }
    }
}
