// An IPv4 packet that was checked and is whole.

using System;

namespace RustKernel.Services.Internet;

/// <summary>A packet for this host, header checked, fragments put together.</summary>
internal readonly ref struct IncomingPacket
{
    /// <summary>The header with its options.</summary>
    public ReadOnlySpan<byte> Header { get; init; }

    /// <summary>What follows it, as long as the header says.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    public uint Source { get; init; }

    public uint Destination { get; init; }

    public byte Protocol { get; init; }

    /// <summary>It went to more hosts than this one, by its IP address or its frame's: no errors in answer. [RFC 1122 3.2.2]</summary>
    public bool IsForMany { get; init; }

    /// <summary>What the device said of the transport's checksum.</summary>
    public FrameMarks Marks { get; init; }

    /// <summary>Whether the transport's checksum is right, or need not be looked at.</summary>
    public bool HasRightChecksum() =>
        Marks != FrameMarks.None
            || InternetChecksum.Of(InternetChecksum.Pseudo(Source, Destination, Protocol, Payload.Length), Payload) == 0;
}
