using System.Runtime.InteropServices;

namespace RustKernel.Objects;

/// <summary>One slot of a process's handle table: the object and the rights. Free when <see cref="Kind"/> is None.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
public struct HandleEntry
{
    /// <summary>Generation; part of the handle's number. Never 0 in a handle in use.</summary>
    public uint Generation;

    /// <summary>Slot of the object in its kind's pool.</summary>
    public uint Object;

    /// <summary>The badge on the holder's messages, set when the handle was made, not by the sender.</summary>
    public ulong Badge;

    /// <summary>While free: the next free slot of the table plus 1.</summary>
    public uint NextFree;

    /// <summary>The object's kind.</summary>
    public ObjectKind Kind;

    /// <summary>What the holder may do.</summary>
    public Rights Rights;
}
