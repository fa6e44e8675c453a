// A message that an object owes a port: an exit, a fault, an interrupt, a timer. It is part of the object, so it needs no room
// in a queue and cannot be lost.

namespace RustKernel.Objects;

/// <summary>Where an object reports, and its place in that port's list of notices.</summary>
public struct Notice
{
    /// <summary>Slot of the port; 0: reports to no one. Holds a reference to it.</summary>
    public uint Port;

    /// <summary>The badge of the message.</summary>
    public ulong Badge;

    /// <summary>Next in the port's list; <see cref="NoticeSource"/>, 0 at the end.</summary>
    public uint Next;

    /// <summary>The previous one; 0 at the start.</summary>
    public uint Previous;

    /// <summary>True while it waits in the port's list.</summary>
    public bool IsQueued;
}
