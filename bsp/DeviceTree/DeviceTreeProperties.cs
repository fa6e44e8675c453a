// The properties of a node, which come before any child.

namespace RustKernel.DeviceTree;

/// <summary>Enumerates the properties of a node in document order; stops at the first child, at the node's end, at damage.</summary>
public ref struct DeviceTreeProperties
{
    private readonly DeviceTreeBlob _tree;
    private DeviceTreeToken _current;
    private int _next;

    internal DeviceTreeProperties(DeviceTreeBlob tree, int offset)
    {
        _tree = tree;
        _next = offset;
    }

    /// <summary>The current property.</summary>
    public readonly DeviceTreeProperty Current =>
        _current.Kind == DeviceTreeTokenKind.Property ? new DeviceTreeProperty(in _tree, in _current) : default;

    /// <summary>For <c>foreach</c>.</summary>
    public readonly DeviceTreeProperties GetEnumerator() => this;

    /// <summary>Moves to the next property; false when there is none.</summary>
    public bool MoveNext()
    {
        _current = _tree.ReadToken(_next);
        if (_current.Kind != DeviceTreeTokenKind.Property)
        {
            return false;
        }

        _next = _current.Next;
        return true;
    }
}
