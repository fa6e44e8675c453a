// What a driver of a network card counts.

namespace RustKernel.Services;

/// <summary>Counts since the driver's process started.</summary>
public struct EthernetCounts
{
    /// <summary>Frames that came and were handed on.</summary>
    public ulong Received;

    /// <summary>Frames that the device was given to send.</summary>
    public ulong Sent;

    /// <summary>Frames that came and were no frames: too short, or longer than the buffer.</summary>
    public ulong Malformed;

    /// <summary>Interrupts.</summary>
    public ulong Interrupts;

    /// <summary>Times that the client was told of something.</summary>
    public ulong Notices;

    /// <summary>Times that the device was reset because it did what no device may do.</summary>
    public uint Resets;

    /// <summary>Times that the client's positions made no sense.</summary>
    public uint ClientFaults;

    /// <summary>The link is up.</summary>
    public bool IsUp;
}
