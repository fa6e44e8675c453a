// Room for the banks of a frame allocator, inside its state.

using System.Runtime.CompilerServices;

namespace RustKernel.Memory;

/// <summary><see cref="MemoryMap.MaxBanks"/> banks in place.</summary>
[InlineArray(MemoryMap.MaxBanks)]
internal struct FrameBankTable
{
    private FrameBank _first;
}
