using System;

namespace RustKernel.Services.Internet;

/// <summary>An IPv4 packet for this host, with its header checked and its fragments reassembled.</summary>
internal readonly ref struct IncomingPacket
{
    /// <summary>The header with its options.</summary>
    public ReadOnlySpan<byte> Header { get; init; }

    /// <summary>The payload, as long as the header says.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    public uint Source { get; init; }

    public uint Destination { get; init; }

    public byte Protocol { get; init; }

    /// <summary>
    /// It went to more hosts than this one, by its IP address or its frame's: do not answer with errors. [RFC 1122 3.2.2]
    /// </summary>
    public bool IsForMany { get; init; }

    /// <summary>What the device reported about the transport's checksum.</summary>
    public FrameMarks Marks { get; init; }

    /// <summary>Whether the transport's checksum is right, or need not be checked.</summary>
    public bool HasRightChecksum() =>
        Marks != FrameMarks.None
            || InternetChecksum.Of(InternetChecksum.Pseudo(Source, Destination, Protocol, Payload.Length), Payload) == 0;
}
