using System;
using System.Device.Gpio;
using System.Linq;
using Iot.Device.Mcp23xxx;
using Iot.Device.Pcx857x;
using Iot.Device.Tca955x;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Power;
using RustKernel.Hil.VirtualRpi4.Chips;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>
/// Relay boards: the package's code on register-level simulations of the chips, on which another board's relays are in use.
/// </summary>
public sealed class ExpanderTests : IDisposable
{
    private readonly Recording _recording = new();

    public void Dispose() => _recording.Dispose();

    /// <summary>A chip whose line 3 another board drives low, and, if it has directions, line 4 high.</summary>
    private static ExpanderChip InUse(string kind)
    {
        ExpanderChip chip = new(kind) { Outside = 0xFFFF };
        byte[][] writes = kind switch
        {
            "mcp23017" => [[0x14, 0x10], [0x00, 0xE7]],
            "pca9555" => [[0x02, 0xF7], [0x06, 0xE7]],
            _ => [[0xF7]],
        };
        foreach (byte[] write in writes)
        {
            chip.Write(write);
        }

        return chip;
    }

    [Theory]
    [InlineData("mcp23017", false)]
    [InlineData("mcp23017", true)]
    [InlineData("pca9555", false)]
    [InlineData("pca9555", true)]
    [InlineData("pcf8574", false)]
    [InlineData("pcf8574", true)]
    public void A_relay_is_switched_without_a_wrong_level_and_the_others_stay(string kind, bool activeLow)
    {
        ExpanderChip chip = InUse(kind);
        int before = chip.Changes.Count;
        using (GpioPower power = new(
            _recording.Log,
            "expander",
            new ExpanderLine(new ChipDevice(chip), kind, "board", 5),
            activeLow,
            TimeSpan.Zero))
        {
            PowerState atFirst = power.Status(_recording.Deadline);
            Assert.Equal(before, chip.Changes.Count);
            Assert.Equal(kind != "pcf8574" ? PowerState.Unknown : activeLow ? PowerState.Off : PowerState.On, atFirst);
            power.Off(_recording.Deadline);
            Assert.Equal(PowerState.Off, power.Status(_recording.Deadline));
            power.On(_recording.Deadline);
            Assert.Equal(PowerState.On, power.Status(_recording.Deadline));
            power.Off(_recording.Deadline);
        }

        (string on, string off) = activeLow ? ("5 low", "5 high") : ("5 high", "5 low");
        // A PCF8574's line was high from power-on.
        string[] expected = kind == "pcf8574" && activeLow ? [on, off] : [off, on, off];
        Assert.Equal(expected, chip.Changes.Skip(before));
        Assert.False(chip.Driven(3));
    }

    [Fact]
    public void Lines_of_the_second_port_are_driven_too()
    {
        ExpanderChip chip = InUse("mcp23017");
        using (ExpanderLine line = new(new ChipDevice(chip), "mcp23017", "board", 13))
        {
            line.Write(true);
        }

        ExpanderChip other = InUse("pca9555");
        using (ExpanderLine line = new(new ChipDevice(other), "pca9555", "board", 13))
        {
            line.Write(true);
        }

        Assert.Equal((true, true), (chip.Driven(13), other.Driven(13)));
        Assert.Contains(
            "has lines 0 to 7",
            Assert.Throws<InfrastructureException>(() => new ExpanderLine(new ChipDevice(chip), "pcf8574", "board", 13)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_chip_that_does_not_answer_is_named()
    {
        ChipDevice device = new(InUse("pca9555"));
        using ExpanderLine line = new(device, "pca9555", "pca9555 at I2C bus 1 address 0x20", 5);
        device.IsUnplugged = true;
        string message = Assert.Throws<InfrastructureException>(() => line.Write(true)).Message;
        Assert.Equal("pca9555 at I2C bus 1 address 0x20 does not answer: Error 121 performing I2C data transfer.", message);
        Assert.Contains(
            "does not answer",
            Assert.Throws<InfrastructureException>(() => new ExpanderLine(device, "pca9555", "board", 5)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>
    /// Why the rig uses the package's registers and suppresses its constructors' writes. If this
    /// fails with a new release, its pins will do.
    /// </summary>
    [Fact]
    public void The_package_s_constructors_move_relays_of_other_boards()
    {
        ExpanderChip mcp = InUse("mcp23017");
        int before = mcp.Changes.Count;
        using (Mcp23017 driver = new(new ChipDevice(mcp)))
        {
            Assert.Equal(["3 released", "4 released"], mcp.Changes.Skip(before));
            using GpioController controller = new(driver);
            before = mcp.Changes.Count;
            controller.OpenPin(5, PinMode.Output, PinValue.High);
            Assert.Equal(["5 low", "5 high"], mcp.Changes.Skip(before));
        }

        ExpanderChip pcf = InUse("pcf8574");
        before = pcf.Changes.Count;
        using (new Pcf8574(new ChipDevice(pcf)))
        {
            Assert.Contains("0 low", pcf.Changes.Skip(before));
        }

        ExpanderChip pca = InUse("pca9555");
        before = pca.Changes.Count;
        using (new Tca9555(new ChipDevice(pca)))
        {
            Assert.Empty(pca.Changes.Skip(before));
        }
    }
}
