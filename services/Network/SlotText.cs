using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;

namespace RustKernel.Services.Network;

/// <summary>Describes slots for netstat.</summary>
internal static class SlotText
{
    /// <summary>The description of a slot.</summary>
    internal static SocketDescription Describe(Slot slot)
    {
        (EndPoint local, EndPoint remote) = slot.Socket switch
        {
            UdpSocket udp => (new EndPoint(udp.Address, udp.Port), udp.Remote),
            TcpListener listener => (new EndPoint(listener.Address, listener.Port), default),
            TcpConnection connection => (connection.Local, connection.Remote),
            _ => default,
        };
        return new SocketDescription
        {
            Kind = slot.Kind,
            State = slot.Socket is TcpConnection { State: TcpState state } ? (byte)state : (byte)0,
            Owner = slot.Session.Account.Client,
            Local = NetworkEndPoint.From(local),
            Remote = NetworkEndPoint.From(remote),
        };
    }
}
