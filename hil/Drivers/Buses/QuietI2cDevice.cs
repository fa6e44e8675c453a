// A chip that keeps its state while a driver for it is made.

using System;
using System.Device.I2c;

namespace RustKernel.Hil.Drivers.Buses;

/// <summary>
/// Discards all writes before <see cref="Open"/>. The package's constructors reset the chip:
/// MCP23017's makes all sixteen lines inputs, PCF8574's drives all
/// eight low, and every relay of every board on it moves. tests/Rig.Tests/ExpanderTests.cs shows both.
/// </summary>
/// <param name="Chip">The chip, which it owns.</param>
internal sealed class QuietI2cDevice(I2cDevice Chip) : I2cDevice
{
    private bool _isOpen;

    /// <inheritdoc/>
    public override I2cConnectionSettings ConnectionSettings => Chip.ConnectionSettings;

    /// <summary>From now on writes reach the chip.</summary>
    public void Open() => _isOpen = true;

    /// <inheritdoc/>
    public override void Read(Span<byte> buffer) => Chip.Read(buffer);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isOpen)
        {
            Chip.Write(buffer);
        }
    }

    /// <inheritdoc/>
    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        // The written byte names the register to read.
        Chip.WriteRead(writeBuffer, readBuffer);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Chip.Dispose();
        base.Dispose(disposing);
    }
}
