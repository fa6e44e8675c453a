// The network card of an emulated machine, and what is at the other end of its wire.

using System.Collections.Generic;

namespace RustKernel.Hil.Targets;

/// <summary>What the other end of the wire is.</summary>
public enum NetworkKind
{
    /// <summary>No card.</summary>
    None,

    /// <summary>QEMU's built-in host with DHCP, DNS and a way out through the host's sockets; needs no rights.</summary>
    User,

    /// <summary>A program of the host, through two unix datagram sockets: one datagram is one frame.</summary>
    Datagram,

    /// <summary>A tap interface of the host's kernel, which must exist already.</summary>
    Tap,

    /// <summary>The rig's own peer, with which suite network plays: datagram sockets in a folder of the run.</summary>
    Peer,
}

/// <summary>The card.</summary>
public sealed record NetworkSettings
{
    /// <summary>The other end.</summary>
    public NetworkKind Kind { get; init; }

    /// <summary>
    /// <see cref="NetworkKind.Tap"/>: the interface's name. <see cref="NetworkKind.Datagram"/>: a path; the machine receives at this path
    /// with <c>.board</c> added, the peer at it with <c>.peer</c>.
    /// </summary>
    public string Place { get; init; } = "";

    /// <summary>Ports of the host that lead to ports of the machine.</summary>
    public IReadOnlyList<PortForward> Forwards { get; init; } = [];

    /// <summary>The pcap file that records every frame; empty: none.</summary>
    public string CaptureFile { get; init; } = "";
}

/// <summary>A port of 127.0.0.1 that leads to one of the machine.</summary>
/// <param name="IsUdp">UDP; else TCP.</param>
/// <param name="Host">The host's port; 0: the emulator takes one that is free.</param>
/// <param name="Guest">The machine's port.</param>
public sealed record PortForward(bool IsUdp, int Host, int Guest);
