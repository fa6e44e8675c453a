using System;
using System.Collections.Generic;
using System.Device.Gpio;
using System.IO;
using System.Threading;

namespace RustKernel.Rig.Tests.Fakes;

/// <summary>A chip with eight lines under the package's own interface; records every change of a line's output.</summary>
internal sealed class FakeGpioDriver : GpioDriver
{
    private readonly bool?[] _driven = new bool?[8];
    private readonly PinMode[] _modes = new PinMode[8];

    public List<string> Changes { get; } = [];

    public bool IsBusy { get; init; }

    public bool IsDisposed { get; private set; }

    protected override int PinCount => _driven.Length;

    protected override void OpenPin(int pinNumber)
    {
        if (IsBusy)
        {
            throw new IOException("Error 16. Device or resource busy");
        }
    }

    protected override void ClosePin(int pinNumber)
    {
    }

    protected override void SetPinMode(int pinNumber, PinMode mode) => SetPinMode(pinNumber, mode, PinValue.Low);

    protected override void SetPinMode(int pinNumber, PinMode mode, PinValue initialValue)
    {
        _modes[pinNumber] = mode;
        Set(pinNumber, mode == PinMode.Output ? initialValue == PinValue.High : null);
    }

    protected override PinMode GetPinMode(int pinNumber) => _modes[pinNumber];

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => mode is PinMode.Input or PinMode.Output;

    protected override PinValue Read(int pinNumber) => _driven[pinNumber] == true ? PinValue.High : PinValue.Low;

    protected override void Write(int pinNumber, PinValue value)
    {
        if (_modes[pinNumber] == PinMode.Output)
        {
            Set(pinNumber, value == PinValue.High);
        }
    }

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        throw new NotSupportedException();

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private void Set(int line, bool? level)
    {
        if (_driven[line] == level)
        {
            return;
        }

        _driven[line] = level;
        Changes.Add($"{line} {level switch { null => "released", true => "high", _ => "low" }}");
    }
}
