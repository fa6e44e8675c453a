// A message that an object owes a port: an exit, a fault, an interrupt, a timer. It lies in the object, so it needs no room in a
// queue and cannot be lost.

namespace RustKernel.Objects;

/// <summary>Where an object reports, and its place in that port's list of notices.</summary>
public struct Notice
{
    /// <summary>Slot of the port; 0: no one wants to know. Holds a reference to it.</summary>
    public uint Port;

    /// <summary>What the message carries as its badge.</summary>
    public ulong Badge;

    /// <summary>Next in the port's list; <see cref="NoticeSource"/>, 0 at the end.</summary>
    public uint Next;

    /// <summary>The one before; 0 at the start.</summary>
    public uint Previous;

    /// <summary>Waits in the port's list.</summary>
    public bool IsQueued;
}
