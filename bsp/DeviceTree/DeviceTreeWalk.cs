// The one pass through a tree: nodes in document order, each with its way from the root.

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

    /// <summary>A walk from the token at <paramref name="offset"/>, within a node of level <paramref name="levels"/>, until a node of level <paramref name="floor"/> ends.</summary>
    internal DeviceTreeWalk(DeviceTreeBlob tree, scoped in DeviceTreePath path, int levels, int offset, int floor)
    {
        _tree = tree;
        _path = path;
        _levels = levels;
        _offset = offset;
        _floor = floor;
    }

    /// <summary>The node the walk has reached.</summary>
    public readonly DeviceTreeNode Current => new(_tree, in _path, _levels);

    /// <summary>For <c>foreach</c>.</summary>
    public readonly DeviceTreeWalk GetEnumerator() => this;

    /// <summary>Goes to the next node; false when there is none.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            DeviceTreeToken token = NextToken();
            if (token.Kind == DeviceTreeTokenKind.BeginNode)
                return true;
            if (token.Kind is DeviceTreeTokenKind.Invalid or DeviceTreeTokenKind.End)
                return false;
        }
    }

    /// <summary>Goes to the next token, keeping <see cref="Current"/> at the node that holds it. End or Invalid when the walk is over, and from then on.</summary>
    internal DeviceTreeToken NextToken()
    {
        DeviceTreeToken token = _tree.ReadToken(_offset);
        if (token.Kind == DeviceTreeTokenKind.BeginNode)
        {
            if (_levels >= DeviceTreeBlob.MaximumDepth)
                return new DeviceTreeToken(DeviceTreeError.TooDeep, token.Offset);
            _path[_levels] = token.Offset;
            _levels++;
        }
        else if (token.Kind == DeviceTreeTokenKind.EndNode)
        {
            if (_levels <= _floor)
                return new DeviceTreeToken(DeviceTreeTokenKind.End, token.Offset);
            _levels--;
        }
        if (token.Kind is not (DeviceTreeTokenKind.Invalid or DeviceTreeTokenKind.End))
            _offset = token.Next;
        return token;
    }
}
