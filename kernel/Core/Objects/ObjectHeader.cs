// The start of every kernel object: how many refer to it, whose quota it is charged to, whether it is still valid.

using System.Runtime.InteropServices;

namespace RustKernel.Objects;

/// <summary>Bookkeeping of one object. The object's slot is freed when no one refers to it any more.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
public struct ObjectHeader
{
    /// <summary>Slot and generation together: a name that is unique among objects of its kind as long as the machine runs.</summary>
    [FieldOffset(0)]
    public ulong Identity;

    /// <summary>The object's own slot in its pool.</summary>
    [FieldOffset(0)]
    public uint Slot;

    /// <summary>Generation of the pool slot.</summary>
    [FieldOffset(4)]
    public uint Generation;

    /// <summary>Handles, messages in flight and kernel structures that refer to the object.</summary>
    [FieldOffset(8)]
    public uint References;

    /// <summary>Slot of the process whose object quota it is charged to; 0: the kernel's.</summary>
    [FieldOffset(12)]
    public uint Owner;

    /// <summary>Next object to take apart, as <see cref="NoticeSource"/>; 0 at the end.</summary>
    [FieldOffset(16)]
    public uint NextPending;

    /// <summary>True when someone with the right has destroyed it: it does nothing more, even if someone still has a handle.</summary>
    [FieldOffset(20)]
    public bool IsDestroyed;
}
