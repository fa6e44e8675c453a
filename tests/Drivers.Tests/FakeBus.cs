// The bus that leads to a fake device.

namespace RustKernel.Drivers.Tests;

/// <summary>A register window onto <paramref name="device"/>, from <paramref name="start"/> on.</summary>
public readonly struct FakeBus(FakeDevice device, uint start = 0) : IRegisterBus
{
    private FakeDevice Device
    {
        get
        {
            device.Count();
            return device;
        }
    }

    public byte Read8(uint offset) => Device.Read8(start + offset);

    public void Write8(uint offset, byte value) => Device.Write8(start + offset, value);

    public ushort Read16(uint offset) => Device.Read16(start + offset);

    public void Write16(uint offset, ushort value) => Device.Write16(start + offset, value);

    public uint Read32(uint offset) => Device.Read32(start + offset);

    public void Write32(uint offset, uint value) => Device.Write32(start + offset, value);

    public ulong Read64(uint offset) => Device.Read64(start + offset);

    public void Write64(uint offset, ulong value) => Device.Write64(start + offset, value);

    public void OrderReads() => device.OrderReads();
}
