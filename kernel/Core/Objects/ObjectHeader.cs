// What every kernel object begins with: how many hold it, whose quota it is charged to, whether it is still good.

using System.Runtime.InteropServices;

namespace RustKernel.Objects;

/// <summary>Bookkeeping of one object. The object's slot is freed when no one refers to it any more.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
public struct ObjectHeader
{
    /// <summary>Slot and generation together: names the object of its kind as long as the machine runs.</summary>
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

    /// <summary>Next object that waits to be taken apart, as <see cref="NoticeSource"/>; 0 at the end.</summary>
    [FieldOffset(16)]
    public uint NextPending;

    /// <summary>Destroyed by someone with the right: it does nothing more, even if someone still has a handle.</summary>
    [FieldOffset(20)]
    public bool IsDestroyed;
}
