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
        if (!File.Exists(list))
            return [("optional packages", false, "make install-deps has not looked for them yet")];
        return File.ReadLines(list).Select(line => line.Split('\t')).Where(cells => cells.Length == 3).Select(cells => (cells[0], cells[1] == "yes", cells[2]));
    }
}
