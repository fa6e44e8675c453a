// Heads of the heap's free lists, inside its state.

using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Heap;

/// <summary>One physical address per size class; 0 is an empty list.</summary>
[InlineArray(64)]
internal struct FreeListHeads
{
    private ulong _first;
}
