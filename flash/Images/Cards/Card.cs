// A disk of this machine, perhaps a card.

using System.Collections.Generic;

namespace RustKernel.Flash.Images.Cards;

/// <summary>What the system reports about a whole disk at one moment.</summary>
public sealed record Card
{
    /// <summary>The kernel's name, as in sdb or mmcblk0.</summary>
    public required string Name { get; init; }

    /// <summary>Its device node.</summary>
    public required string Path { get; init; }

    /// <summary>Vendor and model; empty when the device reports neither.</summary>
    public string Model { get; init; } = "";

    /// <summary>Bytes; 0 in a reader without a card.</summary>
    public long Size { get; init; }

    /// <summary>Bytes of a sector: what its partition table counts in.</summary>
    public int SectorBytes { get; init; } = DiskImage.UsualSectorBytes;

    /// <summary>How it is connected: usb, mmc, sata, nvme, virtio, loop, virtual, or "?".</summary>
    public string Bus { get; init; } = "?";

    /// <summary>The medium can be taken out: the device says so, or it is an SD card on a slot of its own.</summary>
    public bool IsRemovable { get; init; }

    /// <summary>The system writes nothing to it (a card's lock switch).</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Where it or a part of it is mounted, volumes on top of it included; "swap" for swap space.</summary>
    public IReadOnlyList<string> Mounts { get; init; } = [];

    /// <summary>Volumes built on it (LVM, RAID, encryption), mounted or not.</summary>
    public IReadOnlyList<string> Holders { get; init; } = [];

    /// <summary>The USB reader's vendor and product, as in 05e3:0749; empty for others.</summary>
    public string UsbIdentity { get; init; } = "";

    /// <summary>Worth showing in a list of cards: removable, with a medium in it.</summary>
    public bool IsCandidate => IsRemovable && Size > 0;
}
