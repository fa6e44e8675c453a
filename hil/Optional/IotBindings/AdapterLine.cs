// GPIO lines of USB adapters, and a current sensor that says whether the board really has power.

using System;
using System.Device.Gpio;
using System.Device.I2c;
using System.IO;
using Iot.Device.Adc;
using Iot.Device.Ft232H;
using Iot.Device.Ft4222;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Power;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Optional.IotBindings;

/// <summary>A line of an adapter; with an INA219 in the board's supply, "on" means that current flows.</summary>
public sealed class AdapterLine : IGpioLine
{
    private const double LeastAmperes = 0.02;
    private const int SensorAddress = 0x40;
    private readonly GpioController _controller;
    private readonly Ina219? _sensor;
    private readonly bool _isActiveLow;
    private readonly int _line;

    private AdapterLine(GpioController controller, int line, bool isActiveLow, Ina219? sensor)
    {
        _controller = controller;
        _line = line;
        _isActiveLow = isActiveLow;
        _sensor = sensor;
    }

    /// <summary>The line that <paramref name="settings"/> describe.</summary>
    /// <exception cref="InfrastructureException">The adapter is not there.</exception>
    public static IGpioLine Create(DriverSettings settings)
    {
        try
        {
            GpioController controller = new(Adapter(settings.Text("adapter")));
            int bus = settings.Integer("ina219_bus");
            Ina219? sensor = bus > 0 ? new Ina219(I2cDevice.Create(new I2cConnectionSettings(bus, SensorAddress))) : null;
            controller.OpenPin(settings.Integer("line"));
            return new AdapterLine(controller, settings.Integer("line"), settings.Boolean("active_low"), sensor);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or NotSupportedException or DllNotFoundException)
        {
            throw new InfrastructureException($"adapter {settings.Text("adapter")} cannot be used: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public bool Read()
        => _sensor is null ? _controller.Read(_line) == PinValue.High : (_sensor.ReadCurrent().Amperes > LeastAmperes) != _isActiveLow;

    /// <inheritdoc/>
    public void Write(bool high)
    {
        _controller.SetPinMode(_line, PinMode.Output);
        _controller.Write(_line, high ? PinValue.High : PinValue.Low);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sensor?.Dispose();
        _controller.Dispose();
    }

    private static GpioDriver Adapter(string name)
    {
        if (name == "ft4222")
            return new Ft4222Gpio();
        return Ft232HDevice.GetFt232H() is { Count: > 0 } devices ? devices[0].CreateGpioDriver() : throw new IOException("none is plugged in");
    }
}
