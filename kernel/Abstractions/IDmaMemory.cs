// Memory that the CPU and a device both read and write. Implemented by mapped memory and barriers on the target; in tests
// by two copies, the CPU's and the device's, between which bytes move only when the driver does what it must.

namespace RustKernel;

/// <summary>
/// A piece of memory that a device reaches. Every access is one load or store of its width, in program order for this CPU, in no
/// order for the device but what the calls below make. Offsets are bytes from the piece's start, multiples of the width.
/// </summary>
public interface IDmaMemory
{
    /// <summary>Where the device finds offset 0.</summary>
    ulong DeviceAddress { get; }

    /// <summary>Reads 8 bits.</summary>
    byte Read8(uint offset);

    /// <summary>Reads 16 bits.</summary>
    ushort Read16(uint offset);

    /// <summary>Reads 32 bits.</summary>
    uint Read32(uint offset);

    /// <summary>Reads 64 bits.</summary>
    ulong Read64(uint offset);

    /// <summary>Writes 8 bits.</summary>
    void Write8(uint offset, byte value);

    /// <summary>Writes 16 bits.</summary>
    void Write16(uint offset, ushort value);

    /// <summary>Writes 32 bits.</summary>
    void Write32(uint offset, uint value);

    /// <summary>Writes 64 bits.</summary>
    void Write64(uint offset, ulong value);

    /// <summary>
    /// What the CPU wrote into the range is on its way to memory, and no line of it is in a cache afterwards: before the device
    /// reads it, and before the device writes it. Nothing for a device that looks into the caches. What else lies in the range's
    /// cache lines must not be the device's to write. [DDI0487 D7.5]
    /// </summary>
    void ToDevice(uint offset, uint sizeBytes);

    /// <summary>
    /// What the CPU reads of the range from now on is what the device wrote: after the device is done. A CPU fetches lines
    /// on its own, so <see cref="ToDevice"/> before is not enough.
    /// </summary>
    void FromDevice(uint offset, uint sizeBytes);

    /// <summary>The device sees what was stored before this no later than what is stored after it.</summary>
    void OrderStores();

    /// <summary>What is loaded after this is loaded after what was loaded before it.</summary>
    void OrderLoads();

    /// <summary>All accesses before this, to memory and to registers, come before all that follow.</summary>
    void OrderAll();
}
