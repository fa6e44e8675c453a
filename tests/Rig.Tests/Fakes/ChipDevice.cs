using System;
using System.Device.I2c;
using RustKernel.Hil.VirtualRpi4.Chips;

namespace RustKernel.Rig.Tests.Fakes;

/// <summary>A simulated chip under the package's own interface.</summary>
internal sealed class ChipDevice(IChip chip) : I2cDevice
{
    public bool IsUnplugged { get; set; }

    public override I2cConnectionSettings ConnectionSettings => new(1, 0x20);

    public override void Read(Span<byte> buffer)
    {
        Check();
        chip.Read(buffer);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check();
        chip.Write(buffer);
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }

    // Like Linux's report of a chip that does not acknowledge.
    private void Check()
    {
        if (IsUnplugged)
        {
            throw new System.IO.IOException("Error 121 performing I2C data transfer.");
        }
    }
}
