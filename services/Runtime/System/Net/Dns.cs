// Names of hosts.

using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Runtime;

namespace System.Net;

/// <summary>As .NET's, for IPv4 addresses, but without reverse lookups.</summary>
public static class Dns
{
    private const int MostName = 255;

    public static string GetHostName() => NetworkProvider.Current.HostName;

    public static IPAddress[] GetHostAddresses(string hostNameOrAddress) => GetHostAddresses(hostNameOrAddress, AddressFamily.Unspecified);

    public static IPAddress[] GetHostAddresses(string hostNameOrAddress, AddressFamily family)
    {
        if (Known(hostNameOrAddress, family) is { } known)
        {
            return known;
        }

        SocketErrors.Check(NetworkProvider.Current.Resolve(hostNameOrAddress, out byte[] addresses));
        return Read(addresses);
    }

    public static Task<IPAddress[]> GetHostAddressesAsync(string hostNameOrAddress) => GetHostAddressesAsync(hostNameOrAddress, default);

    public static Task<IPAddress[]> GetHostAddressesAsync(string hostNameOrAddress, CancellationToken cancellationToken) =>
        GetHostAddressesAsync(hostNameOrAddress, AddressFamily.Unspecified, cancellationToken);

    public static async Task<IPAddress[]> GetHostAddressesAsync(
        string hostNameOrAddress, AddressFamily family, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Known(hostNameOrAddress, family) is { } known)
        {
            return known;
        }

        // The service's query continues; its answer is dropped.
        TaskCompletionSource canceled = new();
        CancellationTokenRegistration registration = cancellationToken.Register(() => canceled.TrySetResult());
        Task<(SocketError Error, byte[] Addresses)> question = NetworkProvider.Current.ResolveAsync(hostNameOrAddress);
        _ = await Task.WhenAny(question, canceled.Task);
        registration.Dispose();
        cancellationToken.ThrowIfCancellationRequested();
        (SocketError error, byte[] addresses) = await question;
        SocketErrors.Check(error);
        return Read(addresses);
    }

    public static IPHostEntry GetHostEntry(string hostNameOrAddress) => GetHostEntry(hostNameOrAddress, AddressFamily.Unspecified);

    public static IPHostEntry GetHostEntry(string hostNameOrAddress, AddressFamily family) =>
        Entry(hostNameOrAddress, GetHostAddresses(hostNameOrAddress, family));

    public static IPHostEntry GetHostEntry(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Entry(address.ToString(), [address]);
    }

    public static Task<IPHostEntry> GetHostEntryAsync(string hostNameOrAddress) => GetHostEntryAsync(hostNameOrAddress, default);

    public static Task<IPHostEntry> GetHostEntryAsync(string hostNameOrAddress, CancellationToken cancellationToken) =>
        GetHostEntryAsync(hostNameOrAddress, AddressFamily.Unspecified, cancellationToken);

    public static async Task<IPHostEntry> GetHostEntryAsync(
        string hostNameOrAddress, AddressFamily family, CancellationToken cancellationToken = default) =>
        Entry(hostNameOrAddress, await GetHostAddressesAsync(hostNameOrAddress, family, cancellationToken));

    public static Task<IPHostEntry> GetHostEntryAsync(IPAddress address) => Task.FromResult(GetHostEntry(address));

    private static IPHostEntry Entry(string name, IPAddress[] addresses) =>
        new() { HostName = name.Length == 0 ? GetHostName() : name, Aliases = [], AddressList = addresses };

    // Names that need no query: an address, and this machine's name.
    private static IPAddress[]? Known(string name, AddressFamily family)
    {
        ArgumentNullException.ThrowIfNull(name, "hostNameOrAddress");
        if (name.Length > MostName)
        {
            throw new ArgumentOutOfRangeException(
                "hostName", $"The host name must be {MostName} characters or less in length.");
        }

        bool isAddress = IPAddress.TryParse(name, out IPAddress? address);
        if (isAddress && (address!.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            throw new ArgumentException(
                "IPv4 address 0.0.0.0 and IPv6 address ::0 are unspecified addresses that cannot be used as a target address.",
                "hostNameOrAddress");
        }

        bool isOther = family is not (AddressFamily.Unspecified or AddressFamily.InterNetwork);
        return isAddress ? family == AddressFamily.Unspecified || family == address!.AddressFamily ? [address!] : []
            : isOther ? throw SocketErrors.Of(SocketError.HostNotFound)
            : name.Length == 0 || name.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback] : null;
    }

    private static IPAddress[] Read(byte[] bytes)
    {
        IPAddress[] addresses = new IPAddress[bytes.Length / IPAddress.IPv6Bytes];
        for (int i = 0; i < addresses.Length; i++)
        {
            IPAddress address = new((ReadOnlySpan<byte>)bytes.AsSpan(i * IPAddress.IPv6Bytes, IPAddress.IPv6Bytes));
            addresses[i] = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        }

        return addresses;
    }
}
