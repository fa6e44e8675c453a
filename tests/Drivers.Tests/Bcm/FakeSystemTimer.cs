namespace RustKernel.Drivers.Tests.Bcm;

/// <summary>A 64-bit count in two registers; each read takes some microseconds.</summary>
public sealed class FakeSystemTimer : FakeDevice
{
    public ulong Now { get; set; }

    public ulong MicrosecondsPerRead { get; set; } = 1;

    public override uint Read32(uint offset)
    {
        ulong now = Now;
        Now += MicrosecondsPerRead;
        return offset switch
        {
            0x04 => (uint)now,
            0x08 => (uint)(now >> 32),
            _ => throw Wrong("read32", offset),
        };
    }
}
