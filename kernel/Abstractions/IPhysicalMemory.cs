namespace RustKernel;

/// <summary>
/// Reads and writes RAM by physical address, so that kernel logic also runs on an emulated machine in host tests. The
/// direct map implements it on the target, an array in host tests. Addresses are naturally aligned and lie in RAM; the
/// target does not check this.
/// </summary>
public interface IPhysicalMemory
{
    /// <summary>Reads 8 bytes at <paramref name="address"/> (8-aligned).</summary>
    ulong Read64(PhysicalAddress address);

    /// <summary>Writes 8 bytes at <paramref name="address"/> (8-aligned).</summary>
    void Write64(PhysicalAddress address, ulong value);

    /// <summary>
    /// Reads 8 bytes at <paramref name="address"/> plus <paramref name="offset"/> (bytes, less than 4096,
    /// 8-aligned), in the same frame. Cheaper than an addition when the caller reads several words of one
    /// place.
    /// </summary>
    ulong Read64(PhysicalAddress address, uint offset);

    /// <summary>
    /// Writes 8 bytes at <paramref name="address"/> plus <paramref name="offset"/> (bytes, less
    /// than 4096, 8-aligned), in the same frame.
    /// </summary>
    void Write64(PhysicalAddress address, uint offset, ulong value);

    /// <summary>
    /// Fills <paramref name="sizeBytes"/> bytes (a multiple of 8) from <paramref name="address"/>
    /// (8-aligned) with the 8-byte <paramref name="pattern"/>.
    /// </summary>
    void Fill(PhysicalAddress address, ulong sizeBytes, ulong pattern);
}
