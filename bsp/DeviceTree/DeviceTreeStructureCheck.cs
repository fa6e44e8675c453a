// The grammar of the structure block, checked in one pass. Readers are safe without it; it is for people who want to know.

namespace RustKernel.DeviceTree;

/// <summary>Finds the first violation of the structure block's grammar [DTSpec 5.4.2].</summary>
internal static class DeviceTreeStructureCheck
{
    /// <summary>Reads tokens from <paramref name="start"/> to FDT_END; <paramref name="offset"/> is the token at fault.</summary>
    public static DeviceTreeError Run(DeviceTreeBlob tree, int start, out int offset)
    {
        int depth = 0;
        bool rootSeen = false;
        uint hasChildren = 0; // bit n: the open node at level n+1 has had a child
        offset = start;
        while (true)
        {
            DeviceTreeToken token = tree.ReadToken(offset);
            offset = token.Offset;
            DeviceTreeError error = token.Kind switch
            {
                DeviceTreeTokenKind.BeginNode => CheckBegin(depth, rootSeen),
                DeviceTreeTokenKind.EndNode => depth == 0 ? DeviceTreeError.Unbalanced : DeviceTreeError.None,
                DeviceTreeTokenKind.Property => CheckProperty(tree, token, depth, hasChildren),
                DeviceTreeTokenKind.End => depth != 0 ? DeviceTreeError.Unbalanced : DeviceTreeError.None,
                _ => token.Error,
            };
            if (!rootSeen && token.Kind != DeviceTreeTokenKind.BeginNode)
            {
                return DeviceTreeError.NoRoot;
            }

            if (error != DeviceTreeError.None || token.Kind == DeviceTreeTokenKind.End)
            {
                return error;
            }

            if (token.Kind == DeviceTreeTokenKind.BeginNode)
            {
                rootSeen = true;
                if (depth > 0)
                {
                    hasChildren |= 1u << (depth - 1);
                }

                hasChildren &= ~(1u << depth);
                depth++;
            }
            else if (token.Kind == DeviceTreeTokenKind.EndNode)
            {
                depth--;
            }
            offset = token.Next;
        }
    }

    private static DeviceTreeError CheckBegin(int depth, bool rootSeen)
    {
        if (depth == 0 && rootSeen)
        {
            return DeviceTreeError.Unbalanced;
        }

        return depth == DeviceTreeBlob.MaximumDepth ? DeviceTreeError.TooDeep : DeviceTreeError.None;
    }

    private static DeviceTreeError CheckProperty(DeviceTreeBlob tree, DeviceTreeToken token, int depth, uint hasChildren)
    {
        if (depth == 0 || (hasChildren & (1u << (depth - 1))) != 0)
        {
            return DeviceTreeError.MisplacedProperty;
        }

        return tree.Name(token.NameOffset).Length == 0 ? DeviceTreeError.BadPropertyName : DeviceTreeError.None;
    }
}
