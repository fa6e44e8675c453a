// Room for the banks of a frame allocator, inside its state.

using System.Runtime.CompilerServices;
using RustKernel.Memory.Map;

namespace RustKernel.Memory.Frames;

/// <summary><see cref="MemoryMap.MaxBanks"/> banks in place.</summary>
[InlineArray(MemoryMap.MaxBanks)]
internal struct FrameBankTable
{
    private FrameBank _first;
}
