using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Lpuart;

/// <summary>
/// The registers of a low-power UART on one machine's bus: 32 bits, at an offset in the device's window, in either byte
/// order.
/// </summary>
/// <typeparam name="TBus">The device's window.</typeparam>
public readonly struct LpuartWindow<TBus> : IRegisterBus
    where TBus : struct, IRegisterBus
{
    private readonly TBus _bus;
    private readonly LpuartLayout _layout;

    /// <summary>The window that <paramref name="layout"/> describes.</summary>
    public LpuartWindow(TBus bus, LpuartLayout layout)
    {
        _bus = bus;
        _layout = layout;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Read8(uint offset) => (byte)Read32(offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write8(uint offset, byte value) => Write32(offset, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort Read16(uint offset) => (ushort)Read32(offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write16(uint offset, ushort value) => Write32(offset, value);

    /// <inheritdoc/>
    public uint Read32(uint offset) => Turn(_bus.Read32(_layout.Start + offset));

    /// <inheritdoc/>
    public void Write32(uint offset, uint value) => _bus.Write32(_layout.Start + offset, Turn(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read64(uint offset) => Read32(offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write64(uint offset, ulong value) => Write32(offset, (uint)value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OrderReads() => _bus.OrderReads();

    private uint Turn(uint value) => _layout.IsBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
