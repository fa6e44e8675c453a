// The address of a socket, or of its peer.

using System.Net.Sockets;

namespace System.Net;

public abstract class EndPoint
{
    public virtual AddressFamily AddressFamily => throw new NotImplementedException("This property is not implemented by this class.");
}
