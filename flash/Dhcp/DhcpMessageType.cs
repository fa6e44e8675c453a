// Option 53.

namespace RustKernel.Flash.Dhcp;

/// <summary>The kind of a message. [RFC 2132 9.6]</summary>
public enum DhcpMessageType : byte
{
    /// <summary>Plain BOOTP.</summary>
    None = 0,

    /// <summary>Who gives me an address?</summary>
    Discover = 1,

    /// <summary>This one is free for you.</summary>
    Offer = 2,

    /// <summary>I take it, or I keep it.</summary>
    Request = 3,

    /// <summary>Somebody else uses that address.</summary>
    Decline = 4,

    /// <summary>It is yours.</summary>
    Acknowledgment = 5,

    /// <summary>You cannot have that address.</summary>
    Refusal = 6,

    /// <summary>I do not need it any more.</summary>
    Release = 7,

    /// <summary>I have an address; tell me the rest.</summary>
    Inform = 8,
}
