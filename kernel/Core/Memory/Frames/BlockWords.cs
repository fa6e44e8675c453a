// One bit per frame of a 2 MiB block, inside the structure that has it.

using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Frames;

/// <summary>Eight words, 512 bits.</summary>
[InlineArray(8)]
internal struct BlockWords
{
    private ulong _first;
}
