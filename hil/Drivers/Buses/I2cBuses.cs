// I2C buses that a chip of the lab can hang on.

using System;
using System.Device.I2c;
using System.Globalization;
using System.IO;
using System.Linq;
using Iot.Device.Ft232H;
using Iot.Device.Ft4222;

namespace RustKernel.Hil.Drivers.Buses;

/// <summary>Opens chips by bus and address.</summary>
public static class I2cBuses
{
    private const string SocketPrefix = "unix:";

    /// <summary>
    /// The chip at <paramref name="address"/> of <paramref name="bus"/>: 1 for /dev/i2c-1, ft232h
    /// or ft4222, unix:/PATH for a bus that a program offers.
    /// </summary>
    /// <exception cref="InfrastructureException">The bus or its adapter is not there.</exception>
    public static I2cDevice Open(string bus, int address)
    {
        try
        {
            if (bus.StartsWith(SocketPrefix, StringComparison.Ordinal))
            {
                return new SocketI2cDevice(bus[SocketPrefix.Length..], address);
            }

            return bus switch
            {
                "ft232h" => First(Ft232HDevice.GetFt232H().FirstOrDefault(), bus).CreateOrGetI2cBus(0).CreateDevice(address),
                "ft4222" => First(Ft4222Device.GetFt4222().FirstOrDefault(), bus).CreateOrGetI2cBus(0).CreateDevice(address),
                _ when int.TryParse(bus, NumberStyles.None, CultureInfo.InvariantCulture, out int number) =>
                    I2cDevice.Create(new I2cConnectionSettings(number, address)),
                _ => throw new InfrastructureException($"I2C bus {bus}: a number (of /dev/i2c-N), ft232h, ft4222 or unix:/PATH"),
            };
        }
        catch (Exception e) when (IsBusFailure(e))
        {
            throw new InfrastructureException($"I2C bus {bus} cannot be used: {e.Message}");
        }
    }

    /// <summary>What the packages throw when a bus, an adapter or a chip does not answer.</summary>
    public static bool IsBusFailure(Exception e)
        => e is IOException
            or InvalidOperationException
            or NotSupportedException
            or DllNotFoundException
            or UnauthorizedAccessException
            or System.Net.Sockets.SocketException
            or ArgumentException;

    private static T First<T>(T? device, string name)
        where T : class
        => device ?? throw new InfrastructureException($"adapter {name}: none is plugged in");
}
