// Whether boards can be reached.

namespace RustKernel.Flash.Netboot;

/// <summary>The state of the interface that boards are served on.</summary>
public enum LinkCondition
{
    /// <summary>It is there, has the server's address, is up and has a link.</summary>
    Ready,

    /// <summary>It is up, but nothing answers at the other end of its cable.</summary>
    NoCarrier,

    /// <summary>It is switched off.</summary>
    Down,

    /// <summary>It is there without the server's address.</summary>
    NoAddress,

    /// <summary>There is no such interface: an adapter that was taken out.</summary>
    Gone,
}
