using RustKernel.Arm64;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Devices;

/// <summary>
/// Mapped memory that a device and this process share (<see cref="ClaimedDevice.TakeMemory"/>). Each access is one load or store, made by a
/// stub: the compiler neither merges nor moves it. A device that snoops the caches needs only barriers; for any other device this maintains
/// the caches.
/// </summary>
public readonly struct DmaWindow : IDmaMemory
{
    private readonly nuint _base;
    private readonly bool _isCoherent;

    /// <summary>
    /// <paramref name="memory"/>, which the device finds at <paramref name="deviceAddress"/>. Without memory nothing may be read or
    /// written, and the device must be coherent.
    /// </summary>
    public DmaWindow(MappedMemory? memory, ulong deviceAddress, bool isCoherent)
    {
        _base = (nuint)(memory?.Address ?? 0);
        DeviceAddress = deviceAddress;
        _isCoherent = isCoherent;
    }

    /// <inheritdoc/>
    public ulong DeviceAddress { get; }

    /// <inheritdoc/>
    public byte Read8(uint offset) => Mmio.Read8(_base + offset);

    /// <inheritdoc/>
    public ushort Read16(uint offset) => Mmio.Read16(_base + offset);

    /// <inheritdoc/>
    public uint Read32(uint offset) => Mmio.Read32(_base + offset);

    /// <inheritdoc/>
    public ulong Read64(uint offset) => Mmio.Read64(_base + offset);

    /// <inheritdoc/>
    public void Write8(uint offset, byte value) => Mmio.Write8(_base + offset, value);

    /// <inheritdoc/>
    public void Write16(uint offset, ushort value) => Mmio.Write16(_base + offset, value);

    /// <inheritdoc/>
    public void Write32(uint offset, uint value) => Mmio.Write32(_base + offset, value);

    /// <inheritdoc/>
    public void Write64(uint offset, ulong value) => Mmio.Write64(_base + offset, value);

    /// <inheritdoc/>
    public void ToDevice(uint offset, uint sizeBytes)
    {
        if (!_isCoherent)
        {
            DmaOrder.CleanAndInvalidate(_base + offset, sizeBytes);
        }
    }

    /// <inheritdoc/>
    public void FromDevice(uint offset, uint sizeBytes)
    {
        // EL0 may not invalidate without cleaning. There is nothing to clean: ToDevice left no dirty line, and no one has written since.
        if (!_isCoherent)
        {
            DmaOrder.CleanAndInvalidate(_base + offset, sizeBytes);
        }
    }

    /// <inheritdoc/>
    public void OrderStores() => DmaOrder.Stores();

    /// <inheritdoc/>
    public void OrderLoads() => DmaOrder.Loads();

    /// <inheritdoc/>
    public void OrderAll() => DmaOrder.All();
}
