using System.Runtime.CompilerServices;
using RustKernel.Panic;
using RustKernel.Scheduling;

namespace RustKernel.Objects;

/// <summary>Counts references to kernel objects, and acts when there are none any more. Under the kernel lock.</summary>
public static class ObjectReferences
{
    /// <summary>Adds a reference to the object. Machine, None and slot 0 have no count.</summary>
    public static void Retain(ObjectKind kind, uint slot)
    {
        if (slot != 0 && kind is not (ObjectKind.None or ObjectKind.Machine))
        {
            KernelObjects.Header(kind, slot).References++;
        }
    }

    /// <summary>Adds a reference to the object in <paramref name="slot"/>, if it names one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Retain<T>(Slot<T> slot)
        where T : struct, IKernelObject => Retain(T.Kind, slot.Index);

    /// <summary>Removes a reference to the object in <paramref name="slot"/>, if it names one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Release<T>(Slot<T> slot)
        where T : struct, IKernelObject => Release(T.Kind, slot.Index);

    /// <summary>Removes a reference to the object; without any it waits to be taken apart (<see cref="Teardown"/>).</summary>
    public static void Release(ObjectKind kind, uint slot)
    {
        if (slot == 0 || kind is ObjectKind.None or ObjectKind.Machine)
        {
            return;
        }

        ref ObjectHeader header = ref KernelObjects.Header(kind, slot);
        if (header.References == 0)
        {
            KernelPanic.Because("a kernel object was released more often than retained"u8);
        }

        header.References--;
        if (header.References == 0)
        {
            Teardown.Release(kind, slot);
        }
        else if (kind == ObjectKind.Thread && header.References == 1 && KernelObjects.Thread(slot).State == ThreadState.New)
        {
            // No one can start the thread any more, and it never ran: without this it would keep itself and its process for ever.
            ThreadLife.Discard(ref KernelObjects.Thread(slot));
        }
        else if (kind == ObjectKind.Process)
        {
            ProcessLife.EndIfAbandoned(ref KernelObjects.Process(slot));
        }
    }

    /// <summary><see cref="Release"/> of a memory object, with a short way when others still refer to it.</summary>
    public static void ReleaseMemory(Slot<MemoryObject> slot)
    {
        ref ObjectHeader header = ref KernelObjects.Memory(slot).Header;
        if (header.References > 1)
        {
            header.References--;
            return;
        }

        Release(slot);
    }

    /// <summary>Adds the references of a handle entry that is made or copied.</summary>
    public static void RetainEntry(in HandleEntry entry)
    {
        Retain(entry.Kind, entry.Object);
        if (entry.Kind == ObjectKind.Port && (entry.Rights & Rights.Receive) != 0)
        {
            KernelObjects.Port(entry.Object).ReceiveRights++;
        }
    }

    /// <summary>Removes the references of a handle entry that goes.</summary>
    public static void ReleaseEntry(in HandleEntry entry)
    {
        if (entry.Kind == ObjectKind.Port && (entry.Rights & Rights.Receive) != 0)
        {
            KernelObjects.Port(entry.Object).ReceiveRights--;
        }

        Release(entry.Kind, entry.Object);
    }
}
