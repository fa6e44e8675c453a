// The path from the root to a node, kept by value inside each node: parents cost nothing and need no search.

using System.Runtime.CompilerServices;

namespace RustKernel.DeviceTree;

/// <summary>Byte offsets of a node's ancestors, root first, and of the node itself.</summary>
[InlineArray(DeviceTreeBlob.MaximumDepth)]
internal struct DeviceTreePath
{
    private int _offset;
}
