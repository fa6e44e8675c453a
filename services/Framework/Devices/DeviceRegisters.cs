// Registers of a device that DeviceManager handed to this process. Each call is one access, made by a stub of bsp/Arm64/Mmio.S.

using RustKernel.Arm64;

namespace RustKernel.Services.Devices;

/// <summary>The bus of drivers at EL0: a mapped register window.</summary>
public readonly struct DeviceRegisters : IRegisterBus
{
    private readonly nuint _base;

    /// <summary>The registers mapped at <paramref name="address"/>. If nothing is mapped there, the first access faults.</summary>
    public DeviceRegisters(ulong address) => _base = (nuint)address;

    /// <summary>The window that begins <paramref name="bytes"/> before this one.</summary>
    public DeviceRegisters Before(uint bytes) => new(_base - bytes);

    /// <inheritdoc/>
    public byte Read8(uint offset) => Mmio.Read8(_base + offset);

    /// <inheritdoc/>
    public void Write8(uint offset, byte value) => Mmio.Write8(_base + offset, value);

    /// <inheritdoc/>
    public ushort Read16(uint offset) => Mmio.Read16(_base + offset);

    /// <inheritdoc/>
    public void Write16(uint offset, ushort value) => Mmio.Write16(_base + offset, value);

    /// <inheritdoc/>
    public uint Read32(uint offset) => Mmio.Read32(_base + offset);

    /// <inheritdoc/>
    public void Write32(uint offset, uint value) => Mmio.Write32(_base + offset, value);

    /// <inheritdoc/>
    public ulong Read64(uint offset) => Mmio.Read64(_base + offset);

    /// <inheritdoc/>
    public void Write64(uint offset, ulong value) => Mmio.Write64(_base + offset, value);

    /// <inheritdoc/>
    public void OrderReads() => System.Threading.Interlocked.MemoryBarrier();
}
