using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Ns16550;

/// <summary>
/// The registers of a 16550 on one machine's bus: 2^shift bytes apart, each 1, 2 or 4 bytes wide, at an offset in the device's
/// window: reg-shift, reg-io-width and reg-offset of the device tree. [DT-SPEC, ns16550 UART] Offsets of <see cref="Read32"/> and
/// <see cref="Write32"/> are those of a part with reg-shift 2.
/// </summary>
/// <typeparam name="TBus">The device's window.</typeparam>
public readonly struct Ns16550Window<TBus> : IRegisterBus
    where TBus : struct, IRegisterBus
{
    private readonly TBus _bus;
    private readonly uint _start;
    private readonly byte _shift;
    private readonly byte _width;

    private Ns16550Window(TBus bus, uint start, byte shift, byte width)
    {
        _bus = bus;
        _start = start;
        _shift = shift;
        _width = width;
    }

    /// <summary>The window that <paramref name="layout"/> describes.</summary>
    public static Ns16550Window<TBus> Of(TBus bus, Ns16550Layout layout) => new(bus, layout.Start, layout.Shift, layout.Width);

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
    public uint Read32(uint offset) => _width switch
    {
        1 => _bus.Read8(Place(offset)),
        2 => _bus.Read16(Place(offset)),
        _ => _bus.Read32(Place(offset)),
    };

    /// <inheritdoc/>
    public void Write32(uint offset, uint value)
    {
        switch (_width)
        {
            case 1: _bus.Write8(Place(offset), (byte)value); break;
            case 2: _bus.Write16(Place(offset), (ushort)value); break;
            default: _bus.Write32(Place(offset), value); break;
        }
    }

    /// <inheritdoc/>
    public ulong Read64(uint offset) => Read32(offset);

    /// <inheritdoc/>
    public void Write64(uint offset, ulong value) => Write32(offset, (uint)value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OrderReads() => _bus.OrderReads();

    private uint Place(uint offset) => _start + (offset >> 2 << _shift);
}
