// What the puppet does with sockets.

using RustKernel.Services.Internet;
using RustKernel.Services.Network;

namespace RustKernel.Services.Tester;

/// <summary>Sockets by slot. The target's are a session with the service net; host tests have a desk without a kernel.</summary>
internal interface IPuppetSockets
{
    /// <summary>The block of a slot that has one.</summary>
    SocketBlock Block(uint slot);

    /// <summary>The service is to look at a slot.</summary>
    void Ring(uint slot);

    /// <summary>A UDP socket at a port.</summary>
    void OpenUdp(uint slot, ushort port);

    /// <summary>A listener at a port.</summary>
    void Listen(uint slot, ushort port);

    /// <summary>A slot for a listener's next connection.</summary>
    void Supply(uint listener, uint slot);

    /// <summary>Begins a connection; false: it cannot be.</summary>
    bool Connect(uint slot, EndPoint remote);

    /// <summary>Half-closes a connection; false: there is none.</summary>
    bool Shutdown(uint slot);

    /// <summary>Closes a connection, or resets it; false: there is none.</summary>
    bool Close(uint slot, bool resets);

    /// <summary>A service fails in one of the ways there are, and has been started again when this returns; false: it was not.</summary>
    bool Crash(string service, uint kind);

    /// <summary>Shows a line of the peer's.</summary>
    void Say(string line);
}
