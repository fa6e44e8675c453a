namespace RustKernel.Objects;

/// <summary>
/// The layout of a handle's number: the index in the low bits, the generation above, from 1 on, so
/// no handle is 0. The host's model has a layout with few generations, so that they run out.
/// </summary>
public static class HandleLayout
{
    /// <summary>Bits of the index.</summary>
    public const int IndexBits = 12;

    /// <summary>A slot's last generation.</summary>
    public const uint LastGeneration = (1u << (32 - IndexBits)) - 1;
}
