namespace RustKernel.Services;

/// <summary>What a network card's driver has counted since its process started.</summary>
public struct EthernetCounts
{
    /// <summary>Frames received and handed on.</summary>
    public ulong Received;

    /// <summary>Frames given to the device to send.</summary>
    public ulong Sent;

    /// <summary>Received frames that were too short, or longer than the buffer.</summary>
    public ulong Malformed;

    /// <summary>Interrupts.</summary>
    public ulong Interrupts;

    /// <summary>Notices sent to the client.</summary>
    public ulong Notices;

    /// <summary>Resets of the device because it broke the protocol.</summary>
    public uint Resets;

    /// <summary>Times that the client wrote impossible counts or entries.</summary>
    public uint ClientFaults;

    /// <summary>The link is up.</summary>
    public bool IsUp;
}
