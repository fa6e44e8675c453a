using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Iot.Device.Adc;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Buses;
using RustKernel.Hil.Drivers.Meters;
using RustKernel.Hil.Events;
using RustKernel.Hil.VirtualRpi4.Chips;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>Current sensors on register-level simulations; the INA219 through the package's own code.</summary>
public sealed class MeterTests : IDisposable
{
    private readonly Recording _recording = new();
    private (double Amperes, double Volts) _supply = (0.6, 5.1);

    public void Dispose() => _recording.Dispose();

    private ChipDevice Chip(string kind, int milliohms = 100) => new(new InaChip(kind, milliohms / 1000.0, () => _supply));

    [Theory]
    [InlineData("ina219", 100)]
    [InlineData("ina219", 10)]
    [InlineData("ina226", 20)]
    [InlineData("ina226", 2)]
    [InlineData("ina260", 1)]
    public void Each_kind_measures_over_its_resistor(string kind, int milliohms)
    {
        using InaMeter meter = new(Chip(kind, milliohms), kind, "sensor", milliohms);
        foreach ((double amperes, double volts) in new[] { (0.6, 5.1), (0.0, 5.2), (-0.2, 4.9), (2.5, 4.7) })
        {
            _supply = (amperes, volts);
            (double measuredAmperes, double measuredVolts) = meter.Read();
            Assert.Equal(amperes, measuredAmperes, tolerance: 0.002);
            Assert.Equal(volts, measuredVolts, tolerance: 0.004);
        }
    }

    [Fact]
    public void Another_chip_and_a_silent_one_are_named()
    {
        Assert.Contains(
            "sensor is no ina226: its maker's number is 0x",
            Assert.Throws<InfrastructureException>(() => new InaMeter(Chip("ina219"), "ina226", "sensor", 100)).Message,
            StringComparison.Ordinal);
        ChipDevice gone = Chip("ina219");
        gone.IsUnplugged = true;
        Assert.StartsWith(
            "sensor does not answer: ",
            Assert.Throws<InfrastructureException>(() => new InaMeter(gone, "ina219", "sensor", 100)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Why we correct the sign. If this fails, the package does it.</summary>
    [Fact]
    public void The_package_reads_a_small_reverse_current_as_a_great_one()
    {
        _supply = (-0.001, 5);
        using Ina219 sensor = new(Chip("ina219"));
        Assert.InRange(sensor.ReadShuntVoltage().Volts, 0.6, 0.7);
    }

    /// <summary>Why we read two registers of these ourselves. If this fails, the package has drivers for them.</summary>
    [Fact]
    public void The_package_has_no_INA226_and_no_INA260()
        => Assert.DoesNotContain(typeof(Ina219).Assembly.GetExportedTypes(), type => type.Name is "Ina226" or "Ina260");

    [Fact]
    public void Samples_run_from_start_to_end_and_come_in_batches()
    {
        using (MeterRecorder recorder = new(_recording.Log, "ina219", 500, () => new InaMeter(Chip("ina219"), "ina219", "sensor", 100)))
        {
            recorder.Start(_recording.Deadline);
            _recording.AwaitEvent(EventKind.Meter);
        }

        LogEvent[] batches = _recording.Of(EventKind.Meter);
        long[] times = [.. batches.SelectMany(batch => ((JsonArray)batch.Fields["times"]!).Select(node => (long)node!))];
        Assert.Equal(times.Order(), times);
        Assert.Equal(times.Length, batches.Sum(batch => ((JsonArray)batch.Fields["amperes"]!).Count));
        Assert.All(
            batches.SelectMany(batch => (JsonArray)batch.Fields["amperes"]!),
            node => Assert.Equal(0.6, (double)node!, tolerance: 0.001));
        Assert.InRange(batches.Length, 1, times.Length / 20 + 2);
    }

    [Fact]
    public void A_sensor_that_falls_silent_ends_the_trace_and_not_the_run()
    {
        ChipDevice chip = Chip("ina219");
        using MeterRecorder recorder = new(
            _recording.Log,
            "ina219",
            500,
            () => new InaMeter(chip, "ina219", "ina219 at I2C bus 1 address 0x40", 100));
        recorder.Start(_recording.Deadline);
        _recording.AwaitEvent(EventKind.Meter);
        chip.IsUnplugged = true;
        _recording.AwaitEvent(EventKind.Environment);
        Assert.Contains(
            "ina219 at I2C bus 1 address 0x40 does not answer",
            _recording.Of(EventKind.Environment)[0].Text("value"),
            StringComparison.Ordinal);
        Assert.Empty(_recording.Of(EventKind.Failure));
    }

    [Fact]
    public void A_bus_that_a_program_offers_is_reached_through_its_socket()
    {
        string path = Path.Combine(_recording.Folder, "i2c");
        using ChipBus bus = new(path, new Dictionary<int, IChip> { [0x40] = new InaChip("ina260", 1, () => _supply) });
        using (InaMeter meter = new(I2cBuses.Open("unix:" + path, 0x40), "ina260", "sensor", 1))
        {
            Assert.Equal(0.6, meter.Read().Amperes, tolerance: 0.002);
        }

        Assert.Contains(
            "no chip answers at address 0x41",
            Assert.Throws<InfrastructureException>(() => new InaMeter(I2cBuses.Open("unix:" + path, 0x41), "ina260", "sensor", 1)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("99", "I2C bus 99 cannot be used: ")]
    [InlineData("one", "I2C bus one: a number (of /dev/i2c-N), ft232h, ft4222 or unix:/PATH")]
    [InlineData("unix:/nowhere/i2c", "I2C bus unix:/nowhere/i2c cannot be used: ")]
    public void A_bus_that_is_not_there_is_named(string bus, string message)
        => Assert.StartsWith(
            message,
            Assert.Throws<InfrastructureException>(
                () => new InaMeter(I2cBuses.Open(bus, 0x40), "ina219", $"I2C bus {bus} cannot be used: sensor", 100)).Message,
            StringComparison.Ordinal);
}
