// How a driver reaches its device's registers: one exact access for each call. MMIO stubs implement it on the target,
// a behavioural fake in host tests.

namespace RustKernel;

/// <summary>
/// One device's register window. Every call is exactly one access of the named width at <c>base + offset</c>, in
/// program order with the other calls; nothing is merged, repeated or left out.
/// </summary>
public interface IRegisterBus
{
    /// <summary>Reads 8 bits at <paramref name="offset"/> (bytes from the window's start).</summary>
    byte Read8(uint offset);

    /// <summary>Writes 8 bits at <paramref name="offset"/> (bytes).</summary>
    void Write8(uint offset, byte value);

    /// <summary>Reads 16 bits at <paramref name="offset"/> (bytes, 2-aligned).</summary>
    ushort Read16(uint offset);

    /// <summary>Writes 16 bits at <paramref name="offset"/> (bytes, 2-aligned).</summary>
    void Write16(uint offset, ushort value);

    /// <summary>Reads 32 bits at <paramref name="offset"/> (bytes, 4-aligned).</summary>
    uint Read32(uint offset);

    /// <summary>Writes 32 bits at <paramref name="offset"/> (bytes, 4-aligned).</summary>
    void Write32(uint offset, uint value);

    /// <summary>Reads 64 bits at <paramref name="offset"/> (bytes, 8-aligned).</summary>
    ulong Read64(uint offset);

    /// <summary>Writes 64 bits at <paramref name="offset"/> (bytes, 8-aligned).</summary>
    void Write64(uint offset, ulong value);

    /// <summary>Memory reads after this call happen after the register reads before it.</summary>
    void OrderReads();
}
