// What a connection's owner may choose.

namespace RustKernel.Services;

/// <summary>Options of <see cref="INetwork.SetOptions"/>; all of them are set at once.</summary>
public struct ConnectionOptions
{
    /// <summary>Small segments go at once (Nagle's algorithm off).</summary>
    public bool HasNoDelay;

    /// <summary>Seconds of silence after which the peer is asked whether it is there, 1 to 86,400; 0: it is not asked.</summary>
    public uint KeepAliveSeconds;

    /// <summary>Seconds between two such questions, 1 to 86,400; of no matter if they are not asked.</summary>
    public uint KeepAliveInterval;

    /// <summary>Questions without an answer after which the connection ends, 1 to 127; of no matter if they are not asked.</summary>
    public uint KeepAliveCount;
}
