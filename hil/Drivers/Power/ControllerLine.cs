// A line of a GPIO chip or a USB adapter, through System.Device.Gpio.

using System;
using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Iot.Device.Ft232H;
using Iot.Device.Ft4222;
using RustKernel.Hil.Drivers.Buses;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>
/// The line becomes an output together with the first level written, in one step. Reading it before that moves nothing: where the package
/// would have to make it an input, <see cref="GpioLevel"/> reads it.
/// </summary>
public sealed class ControllerLine : IGpioLine
{
    private readonly GpioController _controller;
    private readonly Func<bool?> _look;
    private readonly string _name;
    private readonly int _line;
    private bool _isDriven;

    /// <summary>
    /// Line <paramref name="line"/> of <paramref name="controller"/>, which it owns;
    /// <paramref name="look"/> returns its level before it is driven, null for unknown.
    /// </summary>
    public ControllerLine(GpioController controller, string name, int line, Func<bool?> look)
    {
        _controller = controller;
        _name = name;
        _line = line;
        _look = look;
    }

    /// <summary>Line <paramref name="line"/> of <paramref name="chip"/>: /dev/gpiochipN, ft232h or ft4222.</summary>
    /// <exception cref="InfrastructureException">The chip, its adapter or the library is not there.</exception>
    public static ControllerLine Open(string chip, int line)
    {
        string name = $"{chip} line {line}";
        try
        {
            return chip switch
            {
                "ft232h" => new ControllerLine(
                    First(Ft232HDevice.GetFt232H().FirstOrDefault(), chip).CreateGpioController(),
                    name,
                    line,
                    () => null),
                "ft4222" => new ControllerLine(
                    First(Ft4222Device.GetFt4222().FirstOrDefault(), chip).CreateGpioController(),
                    name,
                    line,
                    () => null),
                _ => new ControllerLine(new GpioController(DriverOf(chip)), name, line, () => GpioLevel.Of(chip, line)),
            };
        }
        catch (Exception e) when (I2cBuses.IsBusFailure(e))
        {
            throw new InfrastructureException($"{name} cannot be used: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public bool? Read() => _isDriven ? Do("read", () => _controller.Read(_line) == PinValue.High) : _look();

    /// <inheritdoc/>
    public void Write(bool high)
        => Do("driven", () =>
        {
            PinValue value = high ? PinValue.High : PinValue.Low;
            if (_isDriven)
            {
                _controller.Write(_line, value);
            }
            else
            {
                _controller.OpenPin(_line, PinMode.Output, value);
            }

            return _isDriven = true;
        });

    /// <inheritdoc/>
    public void Dispose() => _controller.Dispose();

    /// <summary>libgpiod's version 2 where it is installed (Debian 13), else version 1 (Debian 12).</summary>
    private static GpioDriver DriverOf(string chip)
    {
        // A driver whose constructor fails may end the process in its finalizer, so look for what it needs first.
        using (new LinuxGpioChip(chip))
        {
        }

        string device = File.ResolveLinkTarget(chip, returnFinalTarget: true)?.FullName ?? chip;
        string digits = string.Concat(device.Reverse().TakeWhile(char.IsAsciiDigit).Reverse());
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            throw new InfrastructureException($"{chip} is no GPIO chip: /dev/gpiochipN, ft232h or ft4222");
        }

        if (IsThere("libgpiod.so.3"))
        {
#pragma warning disable SDGPIO0001 // Debian 13 has this version only.
            return new LibGpiodV2Driver(number);
#pragma warning restore SDGPIO0001
        }

        return IsThere("libgpiod.so.2")
            ? new LibGpiodDriver(number)
            : throw new InfrastructureException(
                $"{chip}: libgpiod is not installed: apt install libgpiod2 (Debian 12) or libgpiod3 (Debian 13)");
    }

    private static bool IsThere(string library)
    {
        bool isThere = NativeLibrary.TryLoad(library, out nint handle);
        if (isThere)
        {
            NativeLibrary.Free(handle);
        }

        return isThere;
    }

    private static T First<T>(T? device, string name)
        where T : class
        => device ?? throw new InfrastructureException($"adapter {name}: none is plugged in");

    private T Do<T>(string what, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (I2cBuses.IsBusFailure(e))
        {
            throw new InfrastructureException($"{_name} cannot be {what}: {e.Message}");
        }
    }
}
