// Room for the banks of a MemoryMap, inside the structure itself: nothing can be allocated before there is a map.

using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Map;

/// <summary><see cref="MemoryMap.MaxBanks"/> ranges in place.</summary>
[InlineArray(MemoryMap.MaxBanks)]
internal struct BankTable
{
    private MemoryRange _first;
}
