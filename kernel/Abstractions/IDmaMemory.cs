// Memory that the CPU and a device both read and write. Mapped memory and barriers implement it on the target. In tests,
// two copies do, the CPU's and the device's; bytes move between them only when the driver does what it must.

namespace RustKernel;

/// <summary>
/// A piece of memory that a device reaches. Each access is one load or store of its width. This CPU sees them in program order;
/// for the device only the calls below order them. Offsets are bytes from the start of the piece, multiples of the width.
/// </summary>
public interface IDmaMemory
{
    /// <summary>The device's address of offset 0.</summary>
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
    /// Makes the CPU's writes to the range reach memory and leaves no line of it in a cache. Call it before the device reads the
    /// range and before the device writes it. Does nothing for a device that snoops the caches. The device must not write
    /// anything else in the range's cache lines. [DDI0487 D7.5]
    /// </summary>
    void ToDevice(uint offset, uint sizeBytes);

    /// <summary>
    /// Call it when the device is done: from now on the CPU reads what the device wrote to the range. An earlier
    /// <see cref="ToDevice"/> is not enough, because a CPU fetches lines on its own.
    /// </summary>
    void FromDevice(uint offset, uint sizeBytes);

    /// <summary>The device sees earlier stores no later than the stores after this call.</summary>
    void OrderStores();

    /// <summary>Loads after this call happen after the loads before it.</summary>
    void OrderLoads();

    /// <summary>All accesses before this call, to memory and to registers, come before all that follow.</summary>
    void OrderAll();
}
