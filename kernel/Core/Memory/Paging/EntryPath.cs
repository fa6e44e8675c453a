// The way from the root to a leaf.

using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Paging;

/// <summary>Physical addresses of the entries a walk read, indexed by level; those below the walk's end are meaningless.</summary>
[InlineArray(4)]
internal struct EntryPath
{
    private ulong _first;
}
