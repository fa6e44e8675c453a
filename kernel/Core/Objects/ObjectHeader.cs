// What every kernel object begins with: how many hold it, whose quota it is charged to, whether it is still good.

namespace RustKernel.Objects;

/// <summary>Bookkeeping of one object. The object's slot is freed when nobody refers to it any more.</summary>
public struct ObjectHeader
{
    /// <summary>Handles, messages in flight and kernel structures that refer to the object.</summary>
    public uint References;

    /// <summary>Generation of the pool slot.</summary>
    public uint Generation;

    /// <summary>The object's own slot in its pool.</summary>
    public uint Slot;

    /// <summary>Slot of the process whose object quota it is charged to; 0: the kernel's.</summary>
    public uint Owner;

    /// <summary>Next object that waits to be taken apart, as <see cref="NoticeSource"/>; 0 at the end.</summary>
    public uint NextPending;

    /// <summary>Destroyed by someone with the right: it does nothing any more, whoever still has a handle.</summary>
    public bool IsDestroyed;
}
