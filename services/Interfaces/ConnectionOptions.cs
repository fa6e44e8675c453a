namespace RustKernel.Services;

/// <summary>Options of <see cref="INetwork.SetOptions"/>, which sets all of them at once.</summary>
public struct ConnectionOptions
{
    /// <summary>Small segments go at once (Nagle's algorithm off).</summary>
    public bool HasNoDelay;

    /// <summary>Keep-alive: seconds of silence before the first probe, 1 to 86,400; 0: no probes.</summary>
    public uint KeepAliveSeconds;

    /// <summary>Seconds between two probes, 1 to 86,400; ignored without probes.</summary>
    public uint KeepAliveInterval;

    /// <summary>Probes without an answer after which the connection ends, 1 to 127; ignored without probes.</summary>
    public uint KeepAliveCount;
}
