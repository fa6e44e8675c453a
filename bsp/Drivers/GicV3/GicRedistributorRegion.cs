using RustKernel.Drivers.Registers.GicV3;

namespace RustKernel.Drivers.GicV3;

/// <summary>
/// One region of redistributors from the device tree. They follow each other without an index; each
/// reports whose it is, how long it is and whether it is the last one. [IHI0069, GICR_TYPER]
/// </summary>
/// <typeparam name="TBus">The region's window.</typeparam>
public readonly struct GicRedistributorRegion<TBus>
    where TBus : struct, IRegisterBus
{
    private const uint FrameBytes = GicRedistributor<TBus>.FrameBytes;

    private readonly TBus _bus;
    private readonly uint _sizeBytes;
    private readonly uint _strideBytes;

    /// <summary>Describes a region; accesses nothing.</summary>
    /// <param name="bus">The region's window.</param>
    /// <param name="sizeBytes">The region's size; nothing beyond it is accessed.</param>
    /// <param name="strideBytes">The tree's redistributor-stride, a multiple of 64 KiB, or 0: two
    /// frames each, four with virtual LPIs.</param>
    public GicRedistributorRegion(TBus bus, uint sizeBytes, uint strideBytes)
    {
        _bus = bus;
        _sizeBytes = sizeBytes;
        _strideBytes = strideBytes;
    }

    /// <summary>Finds the redistributor of the CPU with <paramref name="packedAffinity"/> (levels 3 to 0, a byte each).</summary>
    /// <returns><see cref="ErrorCode.NotFound"/> when the region has none for it.</returns>
    public Result<GicRedistributor<TBus>> Find(uint packedAffinity)
    {
        uint start = 0;
        while (_sizeBytes >= 2 * FrameBytes && start <= _sizeBytes - (2 * FrameBytes))
        {
            GicRedistributor<TBus> candidate = new(_bus, start);
            GICR_TYPER type = candidate.Type;
            if (type.Affinity == packedAffinity)
            {
                return candidate;
            }

            if (type.Last)
            {
                break;
            }

            uint stride = _strideBytes != 0 ? _strideBytes : type.VLPIS ? 4 * FrameBytes : 2 * FrameBytes;
            if (stride > _sizeBytes - start)
            {
                break;
            }

            start += stride;
        }

        return ErrorCode.NotFound;
    }
}
