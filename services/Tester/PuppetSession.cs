// The puppet's sockets: a session with the service net.

using System;
using RustKernel.Services.Internet;
using RustKernel.Services.Network;

namespace RustKernel.Services.Tester;

/// <summary>Calls that must succeed fail the test if they do not.</summary>
/// <param name="session">The session.</param>
/// <param name="name">The suite's test, for the output.</param>
internal sealed class PuppetSession(SocketSession session, string name) : IPuppetSockets
{
    /// <inheritdoc/>
    public SocketBlock Block(uint slot) => session.Block(slot);

    /// <inheritdoc/>
    public void Ring(uint slot) => session.Ring(slot);

    /// <inheritdoc/>
    public void OpenUdp(uint slot, ushort port)
    {
        Check.Ok(session.Net.OpenUdp(session.Number, slot, new NetworkEndPoint { Port = port }, out NetworkError error, out _));
        Check.Equal(0, (ulong)error);
    }

    /// <inheritdoc/>
    public void Listen(uint slot, ushort port) => session.Listen(slot, port, 0, 0);

    /// <inheritdoc/>
    public void Supply(uint listener, uint slot) => session.Supply(listener, slot);

    /// <inheritdoc/>
    public bool Connect(uint slot, EndPoint remote) =>
        session.Net.Connect(session.Number, slot, NetworkEndPoint.From(remote), 0, out NetworkError error, out _) == ErrorCode.None
        && error == NetworkError.None;

    /// <inheritdoc/>
    public bool Shutdown(uint slot) => session.Net.Shutdown(session.Number, slot) == ErrorCode.None;

    /// <inheritdoc/>
    public bool Close(uint slot, bool resets)
    {
        // After a reset the slot is needed again at once.
        ErrorCode error = session.Net.Close(session.Number, slot, resets);
        return error == ErrorCode.None && (!resets || session.WaitFor(slot, SocketEvents.Closed));
    }

    /// <inheritdoc/>
    public bool Crash(string service, uint kind)
    {
        int number = World.Find(service);
        uint restarts = World.State(number).Restarts;
        return InitClient.Command(service, ServiceCommand.Crash, (CrashKind)kind) == ErrorCode.None
            && World.WaitForRestart(number, restarts);
    }

    /// <inheritdoc/>
    public void Say(string line) => Console.WriteLine($"  # network.{name}: {line}");
}
