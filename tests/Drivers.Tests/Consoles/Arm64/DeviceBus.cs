// Has the kernel's name, so that its search for the console compiles here unchanged: a window onto a fake.

using RustKernel.Drivers.Tests;

namespace RustKernel.Arm64;

/// <summary>A window onto a fake device.</summary>
internal readonly struct DeviceBus(FakeDevice device) : IRegisterBus
{
    private FakeBus Bus => new(device);

    public byte Read8(uint offset) => Bus.Read8(offset);

    public void Write8(uint offset, byte value) => Bus.Write8(offset, value);

    public ushort Read16(uint offset) => Bus.Read16(offset);

    public void Write16(uint offset, ushort value) => Bus.Write16(offset, value);

    public uint Read32(uint offset) => Bus.Read32(offset);

    public void Write32(uint offset, uint value) => Bus.Write32(offset, value);

    public ulong Read64(uint offset) => Bus.Read64(offset);

    public void Write64(uint offset, ulong value) => Bus.Write64(offset, value);

    public void OrderReads() => Bus.OrderReads();
}
