// The three sizes a leaf descriptor can map with a 4 KiB granule.

namespace RustKernel.Memory.Paging;

/// <summary>Size of a mapping; the number is the level its descriptor stands at. [DDI0487 D8.2]</summary>
public enum MappingSize
{
    /// <summary>1 GiB block, level 1.</summary>
    Block1GiB = 1,

    /// <summary>2 MiB block, level 2.</summary>
    Block2MiB = 2,

    /// <summary>4 KiB page, level 3.</summary>
    Page4KiB = 3,
}
