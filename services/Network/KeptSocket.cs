// A slot as a successor of this process finds it.

using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>A slot that has a block or a socket.</summary>
/// <param name="Session">Its session's number.</param>
/// <param name="Slot">Its number.</param>
/// <param name="Kind">What is in it.</param>
/// <param name="Place">Its block.</param>
/// <param name="Local">Our end.</param>
/// <param name="Remote">The other end.</param>
/// <param name="SendBase">Of a connection: the sequence number of position 0 of its send ring.</param>
/// <param name="LeastReceive">Of a listener.</param>
/// <param name="Listener">Of a slot that waits for a connection: the listener's slot.</param>
/// <param name="Options">Of connections.</param>
internal readonly record struct KeptSocket(
    ulong Session,
    int Slot,
    SocketKind Kind,
    SlotPlace Place,
    EndPoint Local,
    EndPoint Remote,
    uint SendBase,
    uint LeastReceive,
    int Listener,
    ConnectionOptions Options);
