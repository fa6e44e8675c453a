// A received datagram, and its source.

using System.Diagnostics.CodeAnalysis;

namespace System.Net.Sockets;

public struct UdpReceiveResult : IEquatable<UdpReceiveResult>
{
    private readonly byte[] _buffer;
    private readonly IPEndPoint _remoteEndPoint;

    public UdpReceiveResult(byte[] buffer, IPEndPoint remoteEndPoint)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentNullException.ThrowIfNull(remoteEndPoint);
        _buffer = buffer;
        _remoteEndPoint = remoteEndPoint;
    }

    public readonly byte[] Buffer => _buffer;

    public readonly IPEndPoint RemoteEndPoint => _remoteEndPoint;

    public static bool operator ==(UdpReceiveResult left, UdpReceiveResult right) => left.Equals(right);

    public static bool operator !=(UdpReceiveResult left, UdpReceiveResult right) => !left.Equals(right);

    public readonly bool Equals(UdpReceiveResult other) =>
        Equals(_buffer, other._buffer) && Equals(_remoteEndPoint, other._remoteEndPoint);

    public override readonly bool Equals([NotNullWhen(true)] object? obj) => obj is UdpReceiveResult other && Equals(other);

    public override readonly int GetHashCode() =>
        _buffer is null ? 0 : _buffer.GetHashCode() ^ _remoteEndPoint.GetHashCode();
}
