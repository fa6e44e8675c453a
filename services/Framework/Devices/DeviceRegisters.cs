// Registers of a device that DeviceManager handed to this process. Each call is one access, made by a stub of bsp/Arm64/Mmio.S.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Services;

/// <summary>The bus of drivers at EL0: a mapped register window.</summary>
public readonly struct DeviceRegisters : IRegisterBus
{
    private readonly ulong _base;

    /// <summary>
    /// The registers mapped at <paramref name="address"/>. An address where nothing is mapped makes
    /// the first access a fault of this process.
    /// </summary>
    public DeviceRegisters(ulong address) => _base = address;

    /// <summary>The window that begins <paramref name="bytes"/> before this one.</summary>
    public DeviceRegisters Before(uint bytes) => new(_base - bytes);

    /// <inheritdoc/>
    public byte Read8(uint offset) => MmioRead8(_base + offset);

    /// <inheritdoc/>
    public void Write8(uint offset, byte value) => MmioWrite8(_base + offset, value);

    /// <inheritdoc/>
    public ushort Read16(uint offset) => MmioRead16(_base + offset);

    /// <inheritdoc/>
    public void Write16(uint offset, ushort value) => MmioWrite16(_base + offset, value);

    /// <inheritdoc/>
    public uint Read32(uint offset) => MmioRead32(_base + offset);

    /// <inheritdoc/>
    public void Write32(uint offset, uint value) => MmioWrite32(_base + offset, value);

    /// <inheritdoc/>
    public ulong Read64(uint offset) => MmioRead64(_base + offset);

    /// <inheritdoc/>
    public void Write64(uint offset, ulong value) => MmioWrite64(_base + offset, value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_read8")]
    private static extern byte MmioRead8(ulong address);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_read16")]
    private static extern ushort MmioRead16(ulong address);

    /// <inheritdoc/>
    public void OrderReads() => System.Threading.Interlocked.MemoryBarrier();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_read32")]
    private static extern uint MmioRead32(ulong address);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_read64")]
    private static extern ulong MmioRead64(ulong address);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_write8")]
    private static extern void MmioWrite8(ulong address, uint value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_write16")]
    private static extern void MmioWrite16(ulong address, uint value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_write32")]
    private static extern void MmioWrite32(ulong address, uint value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_write64")]
    private static extern void MmioWrite64(ulong address, ulong value);
}
