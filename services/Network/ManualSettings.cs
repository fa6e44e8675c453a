using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>Checks a configuration that a person typed, and shows one.</summary>
internal static class ManualSettings
{
    private const uint MostPrefix = 30;

    /// <summary>The configuration; null: no host can have it.</summary>
    internal static InterfaceConfiguration? Read(in NetworkSettings settings)
    {
        InternetAddress address = settings.Address.ToEndPoint().Address;
        InternetAddress gateway = settings.Gateway.ToEndPoint().Address;
        InternetAddress server = settings.NameServer.ToEndPoint().Address;
        bool isUnicast = address.IsIPv4 && address.IPv4 >> 24 is not (0 or 127) && address.IPv4 >> 28 < 14;
        if (!isUnicast || settings.PrefixLength is 0 or > MostPrefix)
        {
            return null;
        }

        uint mask = uint.MaxValue << (int)(32 - settings.PrefixLength);
        bool isHost = (address.IPv4 & ~mask) != 0 && (address.IPv4 | mask) != uint.MaxValue;
        bool isReached = gateway.IsNone || (gateway.IsIPv4 && ((gateway.IPv4 ^ address.IPv4) & mask) == 0 && gateway != address);
        return !isHost || !isReached || !(server.IsNone || server.IsIPv4) ? null : new InterfaceConfiguration
        {
            Address = address,
            PrefixLength = (int)settings.PrefixLength,
            Gateway = gateway,
            NameServers = server.IsNone ? [] : [server],
        };
    }

    /// <summary>ADDRESS/PREFIX via GATEWAY.</summary>
    internal static string TextOf(InterfaceConfiguration? configuration) =>
        configuration is null ? "no address"
        : configuration.Gateway.IsNone ? $"{configuration.Address}/{configuration.PrefixLength}"
        : $"{configuration.Address}/{configuration.PrefixLength} via {configuration.Gateway}";
}
