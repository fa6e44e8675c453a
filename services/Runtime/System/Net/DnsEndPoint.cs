// A name and a port.

using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace System.Net;

public class DnsEndPoint : EndPoint
{
    public DnsEndPoint(string host, int port)
        : this(host, port, AddressFamily.Unspecified)
    {
    }

    public DnsEndPoint(string host, int port, AddressFamily addressFamily)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, IPEndPoint.MinPort);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        if (addressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 or AddressFamily.Unspecified))
        {
            throw new ArgumentException("The specified value is not valid.", nameof(addressFamily));
        }

        Host = host;
        Port = port;
        AddressFamily = addressFamily;
    }

    public string Host { get; }

    public int Port { get; }

    public override AddressFamily AddressFamily { get; }

    public override bool Equals([NotNullWhen(true)] object? comparand) =>
        comparand is DnsEndPoint other && AddressFamily == other.AddressFamily && Port == other.Port
        && Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    public override string ToString() => $"{AddressFamily}/{Host}:{Port}";
}
