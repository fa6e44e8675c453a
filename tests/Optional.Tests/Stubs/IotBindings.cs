// The parts of System.Device.Gpio's, UnitsNet's and Iot.Device.Bindings' API that the adapter uses, with fakes behind them.
using System;
using System.Collections.Generic;

namespace System.Device.Gpio
{
    public enum PinMode { Input, Output, InputPullDown, InputPullUp }

    public readonly struct PinValue : IEquatable<PinValue>
    {
        private readonly byte _value;

        private PinValue(byte value) => _value = value;

        public static PinValue Low { get; } = new(0);

        public static PinValue High { get; } = new(1);

        public static bool operator ==(PinValue left, PinValue right) => left._value == right._value;

        public static bool operator !=(PinValue left, PinValue right) => left._value != right._value;

        public bool Equals(PinValue other) => _value == other._value;

        public override bool Equals(object? obj) => obj is PinValue other && Equals(other);

        public override int GetHashCode() => _value;
    }

    public class GpioDriver
    {
    }

    public sealed class GpioController(GpioDriver driver) : IDisposable
    {
        public static List<string> Calls { get; } = [];

        public static PinValue Value { get; set; }

        public void OpenPin(int pinNumber) => Calls.Add($"{driver.GetType().Name} open {pinNumber}");

        public void SetPinMode(int pinNumber, PinMode mode) => Calls.Add($"mode {pinNumber} {mode}");

        public void Write(int pinNumber, PinValue value)
        {
            Value = value;
            Calls.Add($"write {pinNumber} {(value == PinValue.High ? 1 : 0)}");
        }

        public PinValue Read(int pinNumber) => Value;

        public void Dispose() => Calls.Add("dispose");
    }
}

namespace System.Device.I2c
{
    public sealed class I2cConnectionSettings(int busId, int deviceAddress)
    {
        public int BusId { get; } = busId;

        public int DeviceAddress { get; } = deviceAddress;
    }

    public class I2cDevice(I2cConnectionSettings settings)
    {
        public I2cConnectionSettings ConnectionSettings { get; } = settings;

        public static I2cDevice Create(I2cConnectionSettings settings) => new(settings);
    }
}

namespace UnitsNet
{
    public readonly record struct ElectricCurrent(double Amperes);
}

namespace Iot.Device.Adc
{
    public sealed class Ina219(System.Device.I2c.I2cDevice device) : IDisposable
    {
        public static double Amperes { get; set; }

        public UnitsNet.ElectricCurrent ReadCurrent() => new(device.ConnectionSettings.DeviceAddress == 0x40 ? Amperes : -1);

        public void Dispose()
        {
        }
    }
}

namespace Iot.Device.Ft232H
{
    public sealed class Ft232HDevice
    {
        public static List<Ft232HDevice> Devices { get; } = [];

        public static List<Ft232HDevice> GetFt232H() => Devices;

        public System.Device.Gpio.GpioDriver CreateGpioDriver() => new();
    }
}

namespace Iot.Device.Ft4222
{
    public sealed class Ft4222Gpio : System.Device.Gpio.GpioDriver
    {
    }
}
