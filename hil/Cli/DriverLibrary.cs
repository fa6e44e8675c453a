// The packages that drive labs.

using System;
using System.Collections.Generic;
using System.Device.Gpio;
using System.IO.Ports;
using System.Reflection;
using System.Runtime.InteropServices;
using Iot.Device.Adc;
using Renci.SshNet;

namespace RustKernel.Hil.Cli;

/// <summary>One library of this build.</summary>
/// <param name="Name">Its package.</param>
/// <param name="Version">As the library reports it; "missing" for a system library that is not installed.</param>
/// <param name="Drives">What the rig drives through it.</param>
internal sealed record DriverLibrary(string Name, string Version, string Drives)
{
    /// <summary>All of them. Loads them, so only the verb that shows them asks.</summary>
    public static IEnumerable<DriverLibrary> All()
    {
        yield return new DriverLibrary("System.IO.Ports", VersionOf(typeof(SerialPort)), "serial ports: console driver tty, pty");
        yield return new DriverLibrary(
            "System.Device.Gpio",
            VersionOf(typeof(GpioController)),
            $"relays at GPIO lines: power driver gpio (through {Libgpiod()}); I2C buses");
        yield return new DriverLibrary(
            "Iot.Device.Bindings",
            VersionOf(typeof(Ina219)),
            "power driver expander, USB adapters ft232h and ft4222, meter ina219");
        yield return new DriverLibrary("SSH.NET", VersionOf(typeof(SshClient)), "hosts (via: ssh.net)");
    }

    private static string VersionOf(Type type)
        => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? type.Assembly.GetName().Version?.ToString(3) ?? "unknown";

    private static string Libgpiod()
    {
        foreach ((string library, string name) in new[] { ("libgpiod.so.3", "libgpiod 2"), ("libgpiod.so.2", "libgpiod 1") })
        {
            if (!NativeLibrary.TryLoad(library, out nint handle))
            {
                continue;
            }

            NativeLibrary.Free(handle);
            return name;
        }

        return "libgpiod, which is not installed here";
    }
}
