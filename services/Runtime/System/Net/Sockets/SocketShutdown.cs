// The directions of a connection that Shutdown ends.

namespace System.Net.Sockets;

public enum SocketShutdown
{
    Receive = 0,
    Send = 1,
    Both = 2,
}
