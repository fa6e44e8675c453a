using System;

namespace RustKernel.Drivers.Virtio;

/// <summary>
/// Features that a virtio device offers and a driver accepts, by their bits. [VIRTIO, Reserved Feature Bits; Block
/// Device, Network Device, Feature bits]
/// </summary>
[Flags]
public enum VirtioFeatures : ulong
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Network: it completes checksums of frames to be sent.</summary>
    NetworkChecksum = 1ul << 0,

    /// <summary>Network: received frames may have incomplete checksums, and the device reports what it knows of each.</summary>
    NetworkGuestChecksum = 1ul << 1,

    /// <summary>Network: its configuration gives the largest packet size.</summary>
    NetworkMtu = 1ul << 3,

    /// <summary>Network: its configuration has the card's address.</summary>
    NetworkAddress = 1ul << 5,

    /// <summary>Network: its configuration says whether the link is up.</summary>
    NetworkStatus = 1ul << 16,

    /// <summary>Block: it is read-only.</summary>
    BlockReadOnly = 1ul << 5,

    /// <summary>Block: its configuration gives the preferred size of writes.</summary>
    BlockSize = 1ul << 6,

    /// <summary>Block: it may keep writes to itself until a flush, and supports flushing.</summary>
    BlockFlush = 1ul << 9,

    /// <summary>Block: sectors can be discarded.</summary>
    BlockDiscard = 1ul << 13,

    /// <summary>Both sides say at which entry of a ring they want a notification.</summary>
    EventIndex = 1ul << 29,

    /// <summary>The device follows version 1 or later of the specification. Required.</summary>
    Version1 = 1ul << 32,
}
