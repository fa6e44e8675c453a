// HOST:PORT.

using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace RustKernel.Hil.Drivers;

/// <summary>Where something listens: HOST:PORT, [IPV6]:PORT or unix:/PATH.</summary>
internal static class NetworkAddress
{
    private const string Unix = "unix:";

    /// <summary>Connects a stream socket.</summary>
    /// <exception cref="InfrastructureException">Nothing listens there, or the address is malformed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    public static Socket Connect(string address, CancellationToken deadline)
    {
        EndPoint end = Parse(address);
        Socket socket = end is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.ConnectAsync(end, deadline).AsTask().GetAwaiter().GetResult();
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new InfrastructureException($"{address} does not answer: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static EndPoint Parse(string address)
    {
        if (address.StartsWith(Unix, StringComparison.Ordinal))
        {
            return new UnixDomainSocketEndPoint(address[Unix.Length..]);
        }

        int colon = address.LastIndexOf(':');
        if (colon < 1
            || !int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            || port is < 1 or > 65535)
        {
            throw new InfrastructureException($"{address} is no address: HOST:PORT");
        }

        return new DnsEndPoint(address[..colon].Trim('[', ']'), port);
    }
}
