namespace RustKernel.Services.Internet;

/// <summary>What is known of a host of the link. Its deadline is the next request, or the end of what is known.</summary>
internal sealed class Neighbor(Neighbors all, uint address) : TimedItem
{
    public uint Address => address;

    /// <summary>Its link address; meaningless unless <see cref="IsKnown"/>.</summary>
    public LinkAddress Link { get; set; }

    /// <summary>The host has answered at some time.</summary>
    public bool IsKnown { get; set; }

    /// <summary>The entry is old, and the host was asked again.</summary>
    public bool IsProbed { get; set; }

    /// <summary>It answered none of the requests: it is not asked again before the deadline.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Requests without an answer.</summary>
    public int Requests { get; set; }

    /// <summary>When it was last asked.</summary>
    public long AskedAt { get; set; } = long.MinValue;

    /// <summary>When a packet for it was last sent.</summary>
    public long UsedAt { get; set; }

    /// <summary>Packets waiting for its address.</summary>
    public PacketQueue Waiting { get; } = new();

    public override void OnDeadline(long now) => all.OnDeadline(this, now);
}
