namespace RustKernel.Memory.Paging;

/// <summary>The size of a leaf's mapping with a 4 KiB granule; the number is the level of its descriptor. [DDI0487 D8.2]</summary>
public enum MappingSize
{
    /// <summary>1 GiB block, level 1.</summary>
    Block1GiB = 1,

    /// <summary>2 MiB block, level 2.</summary>
    Block2MiB = 2,

    /// <summary>4 KiB page, level 3.</summary>
    Page4KiB = 3,
}
