// The server's limits.

using System;

namespace RustKernel.Flash.Tftp;

/// <summary>What the server agrees to. The defaults suit boards on one Ethernet segment.</summary>
public sealed record TftpPolicy
{
    /// <summary>
    /// The largest block size agreed to, in bytes, 8 to 65464. 1468 fills an Ethernet frame exactly: with more, a boot ROM would have to
    /// reassemble IP fragments, which most cannot.
    /// </summary>
    public int MaximumBlockSize { get; init; } = 1468;

    /// <summary>The largest window agreed to, in blocks, 1 to 65535. A socket buffer of Linux's default size takes about 90.</summary>
    public int MaximumWindowSize { get; init; } = 64;

    /// <summary>Transfers at once, over all clients.</summary>
    public int MaximumTransfers { get; init; } = 1200;

    /// <summary>Transfers at once of one address.</summary>
    public int MaximumTransfersPerClient { get; init; } = 32;

    /// <summary>The wait before the first retransmission, while nothing about the link is known.</summary>
    public TimeSpan InitialTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The least wait in lockstep, however fast the link is.</summary>
    public TimeSpan MinimumTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The least wait with a window above 1: a window sent twice confuses some boot loaders, so never hurry.</summary>
    public TimeSpan MinimumWindowTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait after repeated losses.</summary>
    public TimeSpan MaximumTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>A client that is silent for this long is gone; it gets at least five of its own timeouts.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Retransmissions of the last block before it counts as unconfirmed.</summary>
    public int LastBlockRetries { get; init; } = 8;
}
