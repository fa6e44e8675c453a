using System;

namespace RustKernel.DeviceTree;

/// <summary>Enumerates the direct children of a node in document order; stops at damage.</summary>
public ref struct DeviceTreeChildren
{
    private readonly DeviceTreeNode _parent;
    private int _current;
    private int _next;
    private int _nameEnd;

    internal DeviceTreeChildren(scoped in DeviceTreeNode parent)
    {
        _parent = parent;
        _current = -1;
        _nameEnd = -1;
        _next = parent.Exists ? parent.Tree.ReadToken(parent.Offset).Next : -1;
    }

    /// <summary>The current child.</summary>
    public readonly DeviceTreeNode Current => _current >= 0 ? _parent.ChildAt(_current) : default;

    /// <summary>The name of the current child; cheaper than <see cref="Current"/>, which copies a node.</summary>
    public readonly ReadOnlySpan<byte> CurrentName => _current >= 0 ? _parent.Tree.Data(_current + 4, _nameEnd - _current - 4) : default;

    /// <summary>A property of the current child; cheaper than <see cref="Current"/>, which copies a node.</summary>
    public readonly DeviceTreeProperty CurrentProperty(ReadOnlySpan<byte> name) =>
        _current >= 0 ? _parent.Tree.PropertyAt(_next, name) : default;

    /// <summary>For <c>foreach</c>.</summary>
    public readonly DeviceTreeChildren GetEnumerator() => this;

    /// <summary>Moves to the next child; false when there is none.</summary>
    public bool MoveNext()
    {
        // depth counts the nodes opened after the parent: 1 means inside the child that we leave.
        int depth = _current >= 0 ? 1 : 0;
        while (_next >= 0 && _parent.Level < DeviceTreeBlob.MaximumDepth)
        {
            int offset = _parent.Tree.SkipProperties(_next);
            DeviceTreeTokenKind kind = _parent.Tree.ReadTag(offset);
            if (kind == DeviceTreeTokenKind.EndNode)
            {
                if (--depth < 0)
                {
                    break;
                }

                _next = offset + 4;
                continue;
            }
            int end = kind == DeviceTreeTokenKind.BeginNode ? _parent.Tree.NameEnd(offset) : -1;
            if (end < 0)
            {
                break;
            }

            _next = DeviceTreeBlob.AlignToCell(end + 1);
            if (++depth == 1)
            {
                _current = offset;
                _nameEnd = end;
                return true;
            }
        }
        _current = -1;
        _next = -1;
        return false;
    }
}
