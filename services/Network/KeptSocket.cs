using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>A slot with a block or a socket, as it is kept over a restart.</summary>
/// <param name="Session">Its session's number.</param>
/// <param name="Slot">Its number.</param>
/// <param name="Kind">What is in it.</param>
/// <param name="Place">Its block.</param>
/// <param name="Local">Our end.</param>
/// <param name="Remote">The other end.</param>
/// <param name="SendBase">Connection: the sequence number of position 0 of its send ring.</param>
/// <param name="LeastReceive">Listener: the least size of its connections' receive rings.</param>
/// <param name="Listener">For a slot that waits for a connection: the listener's slot.</param>
/// <param name="Options">Of the connection, or of the listener's connections.</param>
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
