// What is known of one host of the link.

namespace RustKernel.Services.Internet;

/// <summary>A host of the link, known or asked for; its deadline is the next request, or the end of what is known.</summary>
internal sealed class Neighbor(Neighbors all, uint address) : TimedItem
{
    public uint Address => address;

    /// <summary>Its link address; meaningless unless <see cref="IsKnown"/>.</summary>
    public LinkAddress Link { get; set; }

    /// <summary>The host answered, at some time.</summary>
    public bool IsKnown { get; set; }

    /// <summary>What is known is old, and the host was asked again.</summary>
    public bool IsProbed { get; set; }

    /// <summary>It answered none of the requests: until the deadline nothing more is asked.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Requests without an answer.</summary>
    public int Requests { get; set; }

    /// <summary>When it was last asked.</summary>
    public long AskedAt { get; set; } = long.MinValue;

    /// <summary>When a packet for it was last sent.</summary>
    public long UsedAt { get; set; }

    /// <summary>Packets that wait for its address.</summary>
    public PacketQueue Waiting { get; } = new();

    public override void OnDeadline(long now) => all.OnDeadline(this, now);
}
