namespace RustKernel.Drivers.Tests.Power;

/// <summary>One register, accessible only in its own width.</summary>
public sealed class FakeCommandRegister(uint width, uint value, bool isReadable = true) : FakeDevice
{
    public uint Value { get; private set; } = value;

    public int Writes { get; private set; }

    public override byte Read8(uint offset) => (byte)Read(1, offset);

    public override ushort Read16(uint offset) => (ushort)Read(2, offset);

    public override uint Read32(uint offset) => Read(4, offset);

    public override void Write8(uint offset, byte value) => Write(1, offset, value);

    public override void Write16(uint offset, ushort value) => Write(2, offset, value);

    public override void Write32(uint offset, uint value) => Write(4, offset, value);

    private uint Read(uint bytes, uint offset) =>
        bytes == width && offset == 0 && isReadable ? Value : throw Wrong($"read{8 * bytes}", offset);

    private void Write(uint bytes, uint offset, uint value)
    {
        if (bytes != width || offset != 0)
        {
            throw Wrong($"write{8 * bytes}", offset);
        }

        Value = value;
        Writes++;
    }
}
