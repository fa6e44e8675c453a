// The lists and the ring of a port: only bookkeeping, no policy.

using System.Runtime.CompilerServices;
using RustKernel.Objects;

namespace RustKernel.Ipc;

/// <summary>Waiting threads, notices, messages. Under the kernel lock.</summary>
public static class PortQueues
{
    /// <summary>Adds a thread to the end of the list <paramref name="first"/> to <paramref name="last"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Append(ref uint first, ref uint last, ref Thread thread)
    {
        uint slot = thread.Header.Slot;
        thread.Next = 0;
        thread.Previous = last;
        if (last == 0)
        {
            first = slot;
        }
        else
        {
            KernelObjects.Thread(last).Next = slot;
        }

        last = slot;
    }

    /// <summary><see cref="Remove"/> of the list's first thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RemoveFirst(ref uint first, ref uint last, ref Thread thread)
    {
        uint next = thread.Next;
        first = next;
        if (next == 0)
        {
            last = 0;
        }
        else
        {
            KernelObjects.Thread(next).Previous = 0;
        }

        thread.Next = 0;
    }

    /// <summary>Removes a thread from its list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Remove(ref uint first, ref uint last, ref Thread thread)
    {
        if (thread.Previous == 0)
        {
            first = thread.Next;
        }
        else
        {
            KernelObjects.Thread(thread.Previous).Next = thread.Next;
        }

        if (thread.Next == 0)
        {
            last = thread.Previous;
        }
        else
        {
            KernelObjects.Thread(thread.Next).Previous = thread.Previous;
        }

        thread.Next = 0;
        thread.Previous = 0;
    }

    /// <summary>
    /// Takes the ring's next free slot. The caller has checked that <see cref="Port.Count"/> is
    /// below <see cref="Port.Capacity"/>.
    /// </summary>
    public static ref QueuedMessage Push(ref Port port)
    {
        uint at = port.Head + port.Count++;
        return ref port.Ring[at >= port.Capacity ? at - port.Capacity : at];
    }

    /// <summary>Where the last pushed message lies in the ring.</summary>
    public static uint Last(ref Port port)
    {
        uint at = port.Head + port.Count - 1;
        return at >= port.Capacity ? at - port.Capacity : at;
    }

    /// <summary>Removes the oldest message, which exists; valid until the next <see cref="Push"/>.</summary>
    public static ref QueuedMessage Pop(ref Port port)
    {
        uint at = port.Head;
        port.Head = at + 1 == port.Capacity ? 0 : at + 1;
        port.Count--;
        return ref port.Ring[at];
    }

    /// <summary>Adds the notice of <paramref name="source"/> to the port's list; a notice that waits already stays where it is.</summary>
    public static void AppendNotice(ref Port port, ref Notice notice, NoticeSource source)
    {
        if (notice.IsQueued)
        {
            return;
        }

        notice.IsQueued = true;
        notice.Next = 0;
        notice.Previous = port.LastNotice;
        if (port.LastNotice == 0)
        {
            port.FirstNotice = source.Bits;
        }
        else
        {
            Notices.Of(new NoticeSource(port.LastNotice)).Next = source.Bits;
        }

        port.LastNotice = source.Bits;
    }

    /// <summary>Removes the first notice, which exists, from the list; returns its object.</summary>
    public static NoticeSource PopNotice(ref Port port)
    {
        NoticeSource source = new(port.FirstNotice);
        ref Notice notice = ref Notices.Of(source);
        port.FirstNotice = notice.Next;
        if (port.FirstNotice == 0)
        {
            port.LastNotice = 0;
        }
        else
        {
            Notices.Of(new NoticeSource(port.FirstNotice)).Previous = 0;
        }

        notice.Next = 0;
        notice.IsQueued = false;
        return source;
    }

    /// <summary>Removes a notice from the middle of the list, because its object goes away.</summary>
    public static void RemoveNotice(ref Port port, ref Notice notice)
    {
        if (!notice.IsQueued)
        {
            return;
        }

        if (notice.Previous == 0)
        {
            port.FirstNotice = notice.Next;
        }
        else
        {
            Notices.Of(new NoticeSource(notice.Previous)).Next = notice.Next;
        }

        if (notice.Next == 0)
        {
            port.LastNotice = notice.Previous;
        }
        else
        {
            Notices.Of(new NoticeSource(notice.Next)).Previous = notice.Previous;
        }

        notice.Next = 0;
        notice.Previous = 0;
        notice.IsQueued = false;
    }
}
