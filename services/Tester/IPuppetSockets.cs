using RustKernel.Services.Internet;
using RustKernel.Services.Network;

namespace RustKernel.Services.Tester;

/// <summary>
/// The puppet's sockets, by slot. On the target they are a session with the service net; host tests have a desk without a kernel.
/// </summary>
internal interface IPuppetSockets
{
    /// <summary>The block of a slot that has one.</summary>
    SocketBlock Block(uint slot);

    /// <summary>Makes the service check a slot.</summary>
    void Ring(uint slot);

    /// <summary>Opens a UDP socket at a port.</summary>
    void OpenUdp(uint slot, ushort port);

    /// <summary>Listens at a port.</summary>
    void Listen(uint slot, ushort port);

    /// <summary>Supplies a slot for a listener's next connection.</summary>
    void Supply(uint listener, uint slot);

    /// <summary>Begins a connection; false: that is not possible.</summary>
    bool Connect(uint slot, EndPoint remote);

    /// <summary>Half-closes a connection; false: there is none.</summary>
    bool Shutdown(uint slot);

    /// <summary>Closes a connection, or resets it; false: there is none.</summary>
    bool Close(uint slot, bool resets);

    /// <summary>Makes a service fail in one of the ways; true if it has been restarted when this returns.</summary>
    bool Crash(string service, uint kind);

    /// <summary>Shows a line from the peer.</summary>
    void Say(string line);
}
