// The network card of an emulated machine, and what is at the other end of its wire.

using System.Collections.Generic;

namespace RustKernel.Hil.Targets;

/// <summary>What the other end of the wire is.</summary>
public enum NetworkKind
{
    /// <summary>No card.</summary>
    None,

    /// <summary>QEMU's own host with DHCP, DNS and a way out through the host's sockets; no rights are needed.</summary>
    User,

    /// <summary>Two datagram sockets in the host's file system: one frame is one datagram. A program of the host is the peer.</summary>
    Datagram,

    /// <summary>An interface of the host's kernel, which somebody with the right to has made.</summary>
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
    /// <see cref="NetworkKind.Tap"/>: the interface's name. <see cref="NetworkKind.Datagram"/>: a path; the machine receives at it with
    /// <c>.board</c>, the peer with <c>.peer</c> added.
    /// </summary>
    public string Place { get; init; } = "";

    /// <summary>Ports of the host that lead to ports of the machine.</summary>
    public IReadOnlyList<PortForward> Forwards { get; init; } = [];

    /// <summary>File that gets every frame, as pcap; empty: none.</summary>
    public string CaptureFile { get; init; } = "";
}

/// <summary>A port of 127.0.0.1 that leads to one of the machine.</summary>
/// <param name="IsUdp">UDP; else TCP.</param>
/// <param name="Host">The host's port; 0: the emulator takes one that is free.</param>
/// <param name="Guest">The machine's port.</param>
public sealed record PortForward(bool IsUdp, int Host, int Guest);
