// Numbers for address spaces. When they run out, a new generation begins: the TLB is emptied once and everybody gets a new number when
// next switched to; those that run at that moment keep theirs.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;

namespace RustKernel.Spaces;

/// <summary>Hands out ASIDs 1 to a limit. A tag is a generation in bits 63:16 and an ASID in bits 15:0; the tag 0 is of no generation. Pure: the caller empties the TLB.</summary>
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

    /// <summary>Generations so far; each but the first meant emptying the TLB.</summary>
    public readonly ulong Generation => _generation;

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

    /// <summary>True when <paramref name="tag"/> is of this generation, so that its ASID is good.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsCurrent(ulong tag) => tag >> GenerationShift == _generation;

    /// <summary>A new tag for an address space whose <paramref name="tag"/> is not current. False in <paramref name="isNewGeneration"/> is the ordinary case; when true, <see cref="Keep"/> the running ones first, then try again.</summary>
    public ulong Take(ulong tag, out bool isNewGeneration)
    {
        isNewGeneration = false;
        ushort asid = (ushort)tag;
        if (asid != 0 && IsKept(asid))
        {
            // It ran when the generation began and kept its number.
            return (_generation << GenerationShift) | asid;
        }

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

    /// <summary>The address space on CPU <paramref name="cpu"/> has ASID <paramref name="asid"/> and goes on with it in the generation that just began.</summary>
    public void Keep(int cpu, ushort asid) => _kept[cpu] = asid;

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
