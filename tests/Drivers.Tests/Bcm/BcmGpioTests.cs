using System;
using System.Linq;
using RustKernel.Drivers.BcmGpio;
using Xunit;

namespace RustKernel.Drivers.Tests.Bcm;

public sealed class BcmGpioTests
{
    private readonly FakeGpio _device = new();

    private BcmGpioBank<FakeBus> Pins => new(new FakeBus(_device));

    [Fact]
    public void Each_pin_keeps_its_own_function_and_resistor()
    {
        BcmPinFunction[] functions = Enum.GetValues<BcmPinFunction>();
        BcmPinPull[] pulls = Enum.GetValues<BcmPinPull>();
        for (uint round = 0; round < 8; round++)
        {
            for (uint pin = 0; pin < 58; pin++)
            {
                Assert.Equal(ErrorCode.None, Pins.SetFunction(pin, functions[(pin + round) % 8]));
                Assert.Equal(ErrorCode.None, Pins.SetPull(pin, pulls[(pin + round) % 3]));
            }

            for (uint pin = 0; pin < 58; pin++)
            {
                BcmPinFunction function = functions[(pin + round) % 8];
                Assert.Equal(function, Pins.Function(pin).Value);
                if (function != BcmPinFunction.Output)
                {
                    Assert.Equal(pulls[(pin + round) % 3] == BcmPinPull.Up, Pins.Level(pin).Value);
                }
            }
        }
    }

    [Fact]
    public void Serial_pins_get_the_functions_that_the_manual_names()
    {
        Pins.SetFunction(14, BcmPinFunction.Alternative0);
        Pins.SetFunction(15, BcmPinFunction.Alternative5);
        Assert.Equal((4u << 12) | (2u << 15), _device.Read32(0x04));
    }

    [Fact]
    public void Outputs_follow_set_and_clear()
    {
        foreach (uint pin in new[] { 0u, 31u, 32u, 42u, 57u })
        {
            Pins.SetFunction(pin, BcmPinFunction.Output);
            Pins.SetLevel(pin, true);
            Assert.True(Pins.Level(pin).Value);
            Pins.SetLevel(pin, false);
            Assert.False(Pins.Level(pin).Value);
            Pins.SetLevel(pin, true);
        }

        Assert.Equal([0u, 31u, 32u, 42u, 57u], Enumerable.Range(0, 58).Select(i => (uint)i).Where(pin => Pins.Level(pin).Value));
    }

    [Fact]
    public void What_does_not_exist_is_refused()
    {
        foreach (uint pin in new[] { 58u, 64u, uint.MaxValue })
        {
            Assert.Equal(ErrorCode.InvalidArgument, Pins.SetFunction(pin, BcmPinFunction.Input));
            Assert.Equal(ErrorCode.InvalidArgument, Pins.Function(pin).Error);
            Assert.Equal(ErrorCode.InvalidArgument, Pins.SetPull(pin, BcmPinPull.None));
            Assert.Equal(ErrorCode.InvalidArgument, Pins.SetLevel(pin, true));
            Assert.Equal(ErrorCode.InvalidArgument, Pins.Level(pin).Error);
        }

        Assert.Equal(ErrorCode.InvalidArgument, Pins.SetFunction(0, (BcmPinFunction)8));
        Assert.Equal(ErrorCode.InvalidArgument, Pins.SetPull(0, (BcmPinPull)3));
        Assert.Equal(0, _device.Accesses);
    }

    [Fact]
    public void The_older_chips_take_their_resistors_one_by_one()
    {
        FakeOlderGpio device = new();
        BcmGpioBank<FakeBus> pins = new(new FakeBus(device), isOlder: true);
        for (uint pin = 0; pin < 54; pin++)
        {
            Assert.Equal(ErrorCode.None, pins.SetPull(pin, (BcmPinPull)(pin % 3)));
        }

        Assert.Equal(Enumerable.Range(0, 54).Select(pin => (pin % 3) switch { 1 => 2u, 2 => 1u, _ => 0u }), device.Pulls);
        Assert.Equal(ErrorCode.InvalidArgument, pins.SetPull(54, BcmPinPull.Up));
        Assert.Equal(ErrorCode.InvalidArgument, pins.SetFunction(54, BcmPinFunction.Output));
    }
}
