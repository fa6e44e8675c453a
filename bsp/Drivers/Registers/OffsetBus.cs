using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers;

/// <summary>
/// A window within a window: the part of <typeparamref name="TBus"/>'s window that begins at an
/// offset, for devices that repeat a block of registers.
/// </summary>
/// <typeparam name="TBus">The whole window.</typeparam>
public readonly struct OffsetBus<TBus> : IRegisterBus
    where TBus : struct, IRegisterBus
{
    private readonly TBus _bus;
    private readonly uint _start;

    /// <summary>The window that begins <paramref name="start"/> bytes into <paramref name="bus"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OffsetBus(TBus bus, uint start)
    {
        _bus = bus;
        _start = start;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Read8(uint offset) => _bus.Read8(_start + offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write8(uint offset, byte value) => _bus.Write8(_start + offset, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort Read16(uint offset) => _bus.Read16(_start + offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write16(uint offset, ushort value) => _bus.Write16(_start + offset, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read32(uint offset) => _bus.Read32(_start + offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write32(uint offset, uint value) => _bus.Write32(_start + offset, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read64(uint offset) => _bus.Read64(_start + offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write64(uint offset, ulong value) => _bus.Write64(_start + offset, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OrderReads() => _bus.OrderReads();
}
