namespace RustKernel.Drivers.Tests.Virtio;

/// <summary>A driver's part of <see cref="TwoViewMemory"/>; the device may see it <paramref name="shift"/> bytes higher.</summary>
public readonly struct FakeDma(TwoViewMemory memory, uint start, ulong shift = 0) : IDmaMemory
{
    public ulong DeviceAddress => TwoViewMemory.Base + start + shift;

    public byte Read8(uint offset) => (byte)memory.Read(start + offset, 1);

    public ushort Read16(uint offset) => (ushort)memory.Read(start + offset, 2);

    public uint Read32(uint offset) => (uint)memory.Read(start + offset, 4);

    public ulong Read64(uint offset) => memory.Read(start + offset, 8);

    public void Write8(uint offset, byte value) => memory.Write(start + offset, value, 1);

    public void Write16(uint offset, ushort value) => memory.Write(start + offset, value, 2);

    public void Write32(uint offset, uint value) => memory.Write(start + offset, value, 4);

    public void Write64(uint offset, ulong value) => memory.Write(start + offset, value, 8);

    public void ToDevice(uint offset, uint sizeBytes) => memory.ToDevice(start + offset, sizeBytes);

    public void FromDevice(uint offset, uint sizeBytes) => memory.FromDevice(start + offset, sizeBytes);

    public void OrderStores() => memory.OrderStores();

    public void OrderLoads() => memory.OrderLoads();

    public void OrderAll() => memory.OrderAll();
}
