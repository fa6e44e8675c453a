// What a virtio device offers and a driver takes.

using System;

namespace RustKernel.Drivers.Virtio;

/// <summary>Features, by their bits. [VIRTIO, Reserved Feature Bits; Block Device, Network Device, Feature bits]</summary>
[Flags]
public enum VirtioFeatures : ulong
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Network: it completes checksums of frames to be sent.</summary>
    NetworkChecksum = 1ul << 0,

    /// <summary>Network: received frames may have incomplete checksums, and the device says what it knows of each.</summary>
    NetworkGuestChecksum = 1ul << 1,

    /// <summary>Network: its configuration says how large packets are.</summary>
    NetworkMtu = 1ul << 3,

    /// <summary>Network: its configuration has the card's address.</summary>
    NetworkAddress = 1ul << 5,

    /// <summary>Network: its configuration says whether the link is up.</summary>
    NetworkStatus = 1ul << 16,

    /// <summary>Block: it is read-only.</summary>
    BlockReadOnly = 1ul << 5,

    /// <summary>Block: its configuration says how much it likes to write at once.</summary>
    BlockSize = 1ul << 6,

    /// <summary>Block: it may keep writes to itself until it is told to flush, and can be told.</summary>
    BlockFlush = 1ul << 9,

    /// <summary>Block: sectors can be discarded.</summary>
    BlockDiscard = 1ul << 13,

    /// <summary>Both sides say at which entry of a ring they want to be told.</summary>
    EventIndex = 1ul << 29,

    /// <summary>The device is one of version 1 or later of the specification. Without it nothing works.</summary>
    Version1 = 1ul << 32,
}
