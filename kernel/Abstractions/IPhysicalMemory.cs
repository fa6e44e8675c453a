// How kernel logic reaches RAM by physical address, so that it runs on an emulated machine in host tests, too.

namespace RustKernel;

/// <summary>
/// Reads and writes RAM by physical address. Implemented by the direct map on the target and by an array in host tests.
/// Addresses are naturally aligned and lie in RAM; the implementation does not check on the target.
/// </summary>
public interface IPhysicalMemory
{
    /// <summary>Reads 8 bytes at <paramref name="address"/> (8-aligned).</summary>
    ulong Read64(PhysicalAddress address);

    /// <summary>Writes 8 bytes at <paramref name="address"/> (8-aligned).</summary>
    void Write64(PhysicalAddress address, ulong value);

    /// <summary>
    /// Reads 8 bytes <paramref name="offset"/> bytes (less than 4096, 8-aligned) behind
    /// <paramref name="address"/>, in the same frame. Cheaper than adding when several words of one place are
    /// wanted.
    /// </summary>
    ulong Read64(PhysicalAddress address, uint offset);

    /// <summary>
    /// Writes 8 bytes <paramref name="offset"/> bytes (less than 4096, 8-aligned) behind
    /// <paramref name="address"/>, in the same frame.
    /// </summary>
    void Write64(PhysicalAddress address, uint offset, ulong value);

    /// <summary>
    /// Fills <paramref name="sizeBytes"/> bytes (a multiple of 8) from <paramref name="address"/>
    /// (8-aligned) with the 8-byte <paramref name="pattern"/>.
    /// </summary>
    void Fill(PhysicalAddress address, ulong sizeBytes, ulong pattern);
}
