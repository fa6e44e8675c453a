// A device's register window on the target: its virtual base, mapped as device memory.

using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>The register bus of one mapped device.</summary>
public readonly struct DeviceBus : IRegisterBus
{
    private readonly nuint _base;

    /// <summary>The window that begins at <paramref name="virtualBase"/>, which the caller has mapped as device memory.</summary>
    public DeviceBus(VirtualAddress virtualBase) => _base = (nuint)virtualBase.Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Read8(uint offset) => Mmio.Read8(_base + offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write8(uint offset, byte value) => Mmio.Write8(_base + offset, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort Read16(uint offset) => Mmio.Read16(_base + offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write16(uint offset, ushort value) => Mmio.Write16(_base + offset, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read32(uint offset) => Mmio.Read32(_base + offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write32(uint offset, uint value) => Mmio.Write32(_base + offset, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read64(uint offset) => Mmio.Read64(_base + offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write64(uint offset, ulong value) => Mmio.Write64(_base + offset, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OrderReads() => Publication.OrderReads();
}
