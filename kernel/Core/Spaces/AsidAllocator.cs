// Numbers for address spaces. When they run out, a new generation begins: the TLB is emptied once, and each address space gets a new
// number at the next switch to it; those that run at that moment keep theirs.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;

namespace RustKernel.Spaces;

/// <summary>
/// Allocates ASIDs from 1 to a limit. A tag is a generation in bits 63:16 and an ASID in bits 15:0;
/// the tag 0 belongs to no generation. Pure: the caller empties the TLB.
/// </summary>
public struct AsidAllocator
{
    private const int GenerationShift = 16;

    private ulong _generation;
    private uint _next;
    private uint _limit;
    private Kept _kept;

    [InlineArray(PerCpu.MaximumCpus)]
    private struct Kept
    {
        private ushort _first;
    }

    /// <summary>Generations so far; each but the first emptied the TLB.</summary>
    public readonly ulong Generation => _generation;

    /// <summary>The highest ASID in use.</summary>
    public readonly uint Limit => _limit;

    /// <summary>ASIDs of <paramref name="bits"/> bits, 8 or 16.</summary>
    public void Initialize(int bits) => InitializeWith((1u << bits) - 1);

    /// <summary>ASIDs 1 to <paramref name="limit"/>, at least one more than there are CPUs.</summary>
    public void InitializeWith(uint limit)
    {
        this = default;
        _generation = 1;
        _next = 1;
        _limit = limit;
    }

    /// <summary>True when <paramref name="tag"/> belongs to this generation, so that its ASID is valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsCurrent(ulong tag) => tag >> GenerationShift == _generation;

    /// <summary>
    /// Returns a new tag for an address space without a current one; 0, and a new generation, when all
    /// ASIDs are used: then the caller calls <see cref="Keep"/> for everything that runs, empties the
    /// TLB and asks again.
    /// </summary>
    public ulong Take(out bool isNewGeneration)
    {
        isNewGeneration = false;
        while (_next <= _limit && IsKept((ushort)_next))
        {
            _next++;
        }

        if (_next > _limit)
        {
            isNewGeneration = true;
            _generation++;
            _next = 1;
            _kept = default;
            return 0;
        }

        return (_generation << GenerationShift) | _next++;
    }

    /// <summary>
    /// The address space on CPU <paramref name="cpu"/> with <paramref name="tag"/> keeps its ASID in the generation
    /// that just began; returns its tag in that. The caller must set it in the address space at once: only the one
    /// that runs may have the number, not another one that had it a generation earlier.
    /// </summary>
    public ulong Keep(int cpu, ulong tag)
    {
        _kept[cpu] = (ushort)tag;
        return (_generation << GenerationShift) | (ushort)tag;
    }

    private readonly bool IsKept(ushort asid)
    {
        for (int i = 0; i < PerCpu.MaximumCpus; i++)
        {
            if (_kept[i] == asid)
            {
                return true;
            }
        }

        return false;
    }
}
