// Init: services by name.

using System.Collections.Generic;
using RustKernel.User;

namespace RustKernel.Services;

internal static class InitClient
{
    private static readonly Dictionary<string, ulong> s_ports = [];

    internal static void Start(string name, object place) => s_ports[name] = Kernel.Make(place);

    internal static Handle<Port> PortOf(string name) => Connect(name, out Handle<Port> port) == ErrorCode.None ? port : default;

    internal static ErrorCode Connect(string name, out Handle<Port> port)
    {
        port = s_ports.TryGetValue(name, out ulong handle) ? new(handle) : default;
        return port.IsNone ? ErrorCode.NotFound : ErrorCode.None;
    }

    internal static ServiceState? Describe(int number)
    {
        foreach (string name in s_ports.Keys)
        {
            if (number-- == 0)
            {
                return new ServiceState { Name = name, IsRunning = true };
            }
        }

        return null;
    }
}
