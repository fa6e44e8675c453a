namespace RustKernel.Drivers.Tests.Interrupts;

/// <summary>GICC of a GICv2: the calling CPU's.</summary>
public sealed class FakeGicV2Interface(FakeGic gic) : FakeDevice
{
    /// <summary>Bypass bits as firmware set them.</summary>
    public uint Bypass { get; private set; } = 0x60;

    public override uint Read32(uint offset)
    {
        switch (offset)
        {
            case 0x00: return Bypass | (gic.Interface.On ? 1u : 0);
            case 0x04: return gic.ToView(gic.Interface.Mask);
            case 0x0C:
                (uint intid, uint sender) = gic.Acknowledge();
                return intid | (sender << 10);
            default: throw Wrong("read32", offset);
        }
    }

    public override void Write32(uint offset, uint value)
    {
        switch (offset)
        {
            case 0x00:
                gic.Interface.On = (value & 1) != 0;
                Bypass = value & 0x1E0;
                break;
            case 0x04: gic.Interface.Mask = gic.FromView((byte)value); break;
            case 0x08: break;
            case 0x10: gic.End(value & 0x3FF, (value >> 10) & 7); break;
            case >= 0xD0 and < 0xE0:
                if (value == 0)
                {
                    gic.Interface.Taken.Clear();
                }

                break;
            default: throw Wrong("write32", offset);
        }
    }
}
