using System;

namespace RustKernel;

/// <summary>
/// What the holder of a handle may do with the object. A duplicate or transferred handle never has more rights than its
/// original. The numbers are ABI.
/// </summary>
[Flags]
public enum Rights : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Port: send, call, notify.</summary>
    Send = 1,

    /// <summary>Port: receive.</summary>
    Receive = 2,

    /// <summary>Destroy, kill, suspend, change; memory of another process.</summary>
    Manage = 4,

    /// <summary>Make further handles to the object.</summary>
    Duplicate = 8,

    /// <summary>Give the handle away in a message or to a process.</summary>
    Transfer = 16,

    /// <summary>Memory: map for reading. Others: read their state.</summary>
    Read = 32,

    /// <summary>Memory: map for writing.</summary>
    Write = 64,

    /// <summary>Memory: map for execution. Port: the receiver is notified of the holder's end (<see cref="MessageKind.Closed"/>).</summary>
    Execute = 128,

    /// <summary>All of them.</summary>
    All = 255,
}
