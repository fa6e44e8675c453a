// A received datagram, and its source.

namespace System.Net.Sockets;

public struct SocketReceiveFromResult
{
    public int ReceivedBytes;
    public EndPoint RemoteEndPoint;
}
