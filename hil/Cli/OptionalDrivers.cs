// The drivers whose packages could be restored when this tool was built.

using System.Collections.Generic;
using System.IO;
using System.Linq;
#if RK_SYSTEM_IO_PORTS || RK_IOT_BINDINGS || RK_SSH_NET
using RustKernel.Hil.Drivers;
#endif

namespace RustKernel.Hil.Cli;

/// <summary>Gives the optional adapters of this build to the drivers' factory, and says which there are.</summary>
internal static class OptionalDrivers
{
    private static readonly (string Package, bool IsHere)[] s_packages =
    [
#if RK_SYSTEM_IO_PORTS
        ("System.IO.Ports", true),
#else
        ("System.IO.Ports", false),
#endif
#if RK_IOT_BINDINGS
        ("Iot.Device.Bindings", true),
#else
        ("Iot.Device.Bindings", false),
#endif
#if RK_SSH_NET
        ("SSH.NET", true),
#else
        ("SSH.NET", false),
#endif
    ];

    /// <summary>Called once at start.</summary>
    public static void Register()
    {
#if RK_SYSTEM_IO_PORTS
        BenchFactory.OptionalTransports["system-io-ports"] = Optional.SystemIoPorts.PortTransport.Create;
#endif
#if RK_SSH_NET
        BenchFactory.OptionalTransports["ssh-net"] = Optional.SshNet.RemotePortTransport.Create;
#endif
#if RK_IOT_BINDINGS
        BenchFactory.OptionalLines["iot-gpio"] = Optional.IotBindings.AdapterLine.Create;
#endif
    }

    /// <summary>Each package, whether it is in this build, and why not.</summary>
    public static IEnumerable<(string Package, bool IsHere, string Why)> Describe()
    {
        string list = Repository.Artifact("optional-packages.tsv");
        Dictionary<string, string[]> found = File.Exists(list)
            ? File.ReadLines(list).Select(line => line.Split('\t')).Where(cells => cells.Length == 3).ToDictionary(cells => cells[0].Split(' ')[0])
            : [];
        foreach ((string package, bool isHere) in s_packages)
            yield return (package, isHere, Why(found.GetValueOrDefault(package)));
    }

    // What make install-deps found out may be newer than this build.
    private static string Why(string[]? found)
        => found is null ? "make install-deps has not looked for it yet"
            : found[1] == "yes" ? "it can be had now: the next ./rk is built with it"
            : found[2];
}
