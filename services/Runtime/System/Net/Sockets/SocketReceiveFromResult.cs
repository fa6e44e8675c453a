// A datagram that came, and where from.

namespace System.Net.Sockets;

public struct SocketReceiveFromResult
{
    public int ReceivedBytes;
    public EndPoint RemoteEndPoint;
}
