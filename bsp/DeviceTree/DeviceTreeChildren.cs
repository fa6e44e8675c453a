// The direct children of a node.

namespace RustKernel.DeviceTree;

/// <summary>Enumerates the children of a node in document order; stops at damage.</summary>
public ref struct DeviceTreeChildren
{
    private readonly DeviceTreeNode _parent;
    private int _current;
    private int _next;

    internal DeviceTreeChildren(DeviceTreeNode parent)
    {
        _parent = parent;
        _current = -1;
        _next = parent.Exists ? parent.Tree.ReadToken(parent.Offset).Next : -1;
    }

    /// <summary>The child reached.</summary>
    public readonly DeviceTreeNode Current => _current >= 0 ? _parent.ChildAt(_current) : default;

    /// <summary>For <c>foreach</c>.</summary>
    public readonly DeviceTreeChildren GetEnumerator() => this;

    /// <summary>Goes to the next child; false when there is none.</summary>
    public bool MoveNext()
    {
        // depth counts the nodes opened behind the parent: 1 is inside the child we are leaving.
        int depth = _current >= 0 ? 1 : 0;
        while (_next >= 0 && _parent.Level < DeviceTreeBlob.MaximumDepth)
        {
            DeviceTreeToken token = _parent.Tree.ReadToken(_next);
            if (token.Kind is DeviceTreeTokenKind.Invalid or DeviceTreeTokenKind.End)
                break;
            if (token.Kind == DeviceTreeTokenKind.EndNode && --depth < 0)
                break;
            _next = token.Next;
            if (token.Kind == DeviceTreeTokenKind.BeginNode && ++depth == 1)
            {
                _current = token.Offset;
                return true;
            }
        }
        _current = -1;
        _next = -1;
        return false;
    }
}
