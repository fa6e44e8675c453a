// The programs of a power switch.

using System.Collections.Generic;
using System.Globalization;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>Command lines that switch and ask.</summary>
/// <param name="On">Switches on.</param>
/// <param name="Off">Switches off.</param>
/// <param name="Status">Reports the state; empty when no program can.</param>
/// <param name="StatusOn">A regular expression that its answer matches when power is on.</param>
public sealed record PowerCommands(IReadOnlyList<string> On, IReadOnlyList<string> Off, IReadOnlyList<string> Status, string StatusOn)
{
    /// <summary>snmpset and snmpget for the driver snmp.</summary>
    public static PowerCommands Snmp(DriverSettings settings)
    {
        string on = settings.Integer("value_on").ToString(CultureInfo.InvariantCulture);
        string off = settings.Integer("value_off").ToString(CultureInfo.InvariantCulture);
        string[] agent = ["-v", "2c", "-c", settings.Text("community")];
        string[] outlet = [settings.Text("address"), settings.Text("oid")];
        return new PowerCommands(
            ["snmpset", .. agent, .. outlet, "i", on],
            ["snmpset", .. agent, .. outlet, "i", off],
            ["snmpget", .. agent, "-Oqv", .. outlet],
            $"(?m)^\\s*(\\S*\\()?{on}\\)?\\s*$");
    }

    /// <summary>uhubctl's command lines for the driver uhubctl.</summary>
    public static PowerCommands Hub(DriverSettings settings)
    {
        string port = settings.Integer("port").ToString(CultureInfo.InvariantCulture);
        string[] words = ["uhubctl", "-l", settings.Text("location"), "-p", port];
        return new PowerCommands([.. words, "-a", "on"], [.. words, "-a", "off"], words, $"(?m)^\\s*Port {port}:.*\\bpower\\b");
    }
}
