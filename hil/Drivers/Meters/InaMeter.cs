// Texas Instruments' INA sensors.

using System;
using System.Buffers.Binary;
using System.Device.I2c;
using Iot.Device.Adc;
using RustKernel.Hil.Drivers.Buses;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Meters;

/// <summary>
/// Reads an INA219 through the package's driver. The package has none for an INA226 [SBOS547] or INA260 [SBOS656], so two registers of each
/// are read directly. The current comes from the resistor's voltage, so there is no calibration, which a sensor would lose with its supply.
/// </summary>
public sealed class InaMeter : IMeter
{
    private const byte Shunt = 1; // INA260: current
    private const byte Bus = 2;
    private const byte Maker = 0xFE;
    private const ushort TexasInstruments = 0x5449;
    private readonly I2cDevice _chip;
    private readonly Ina219? _ina219;
    private readonly string _name;
    private readonly double _amperesPerVolt;
    private readonly double _amperesPerStep;

    /// <summary>
    /// A sensor of <paramref name="kind"/> at <paramref name="chip"/>, which it owns, over a
    /// resistor of <paramref name="milliohms"/> (an INA260 has its own).
    /// </summary>
    /// <exception cref="InfrastructureException">It does not answer, or is another chip.</exception>
    public InaMeter(I2cDevice chip, string kind, string name, int milliohms)
    {
        _chip = chip;
        _name = name;
        _amperesPerVolt = 1000.0 / milliohms;
        _amperesPerStep = kind == "ina226" ? 2.5e-6 * _amperesPerVolt : 1.25e-3;
        try
        {
            if (kind == "ina219")
            {
                _ina219 = new Ina219(chip);
            }
            else if (Register(Maker) is var maker && maker != TexasInstruments)
            {
                throw new InfrastructureException($"{name} is no {kind}: its maker's number is 0x{maker:X4}");
            }

            Read();
        }
        catch (Exception e) when (e is InfrastructureException || I2cBuses.IsBusFailure(e))
        {
            chip.Dispose();
            throw e is InfrastructureException ? e : Silent(e);
        }
    }

    /// <summary>The sensor that <paramref name="settings"/> describe.</summary>
    /// <exception cref="InfrastructureException">Its bus is not there, or it does not answer.</exception>
    public static InaMeter Open(DriverSettings settings)
    {
        (string bus, int address) = (settings.Text("bus"), settings.Integer("address"));
        return new InaMeter(
            I2cBuses.Open(bus, address),
            settings.Driver,
            $"{settings.Driver} at I2C bus {bus} address 0x{address:X2}",
            settings.Has("shunt") ? settings.Integer("shunt") : 1);
    }

    /// <inheritdoc/>
    public (double Amperes, double Volts) Read()
    {
        try
        {
            return _ina219 is not null
                ? (Signed(_ina219.ReadShuntVoltage().Volts) * _amperesPerVolt, _ina219.ReadBusVoltage().Volts)
                : ((short)Register(Shunt) * _amperesPerStep, Register(Bus) * 1.25e-3);
        }
        catch (Exception e) when (I2cBuses.IsBusFailure(e))
        {
            throw Silent(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ina219?.Dispose();
        _chip.Dispose();
    }

    /// <summary>
    /// The register has 16 signed bits of 10 µV, but the package reads it as unsigned: slightly below zero would be 0.655 V.
    /// </summary>
    private static double Signed(double volts) => volts > 0.32767 ? volts - 0.65536 : volts;

    private InfrastructureException Silent(Exception e) => new($"{_name} does not answer: {e.Message}");

    private ushort Register(byte register)
    {
        Span<byte> value = stackalloc byte[2];
        _chip.WriteRead([register], value);
        return BinaryPrimitives.ReadUInt16BigEndian(value);
    }
}
