// A port: where messages wait for receivers, and receivers for messages.

using System.Runtime.InteropServices;
using RustKernel.Arm64;

namespace RustKernel.Objects;

/// <summary>One port. At any time it has messages or waiting receivers, never both.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
public struct Port : IKernelObject
{
    /// <summary>Bookkeeping.</summary>
    public ObjectHeader Header;

    // From here to Server: FastPath.S knows the offsets.

    /// <summary>First thread that waits for a message; 0: none.</summary>
    public uint FirstReceiver;

    /// <summary>Last thread that waits for a message.</summary>
    public uint LastReceiver;

    /// <summary>Messages that wait.</summary>
    public uint Count;

    /// <summary>First notice, as <see cref="NoticeSource"/>.</summary>
    public uint FirstNotice;

    /// <summary>Notification bits that no one has fetched.</summary>
    public ulong Bits;

    /// <summary>Identity of the thread that received last; messages in the queue lend their priority to it. 0: none yet.</summary>
    public ulong Server;

    /// <summary>The ring; its frames are charged to the owner.</summary>
    public FrameArray<QueuedMessage> Ring;

    /// <summary>Most messages that wait; at most the ring's capacity.</summary>
    public uint Capacity;

    /// <summary>Position of the oldest message.</summary>
    public uint Head;

    /// <summary>First thread that waits for room; 0: none.</summary>
    public uint FirstSender;

    /// <summary>Last thread that waits for room.</summary>
    public uint LastSender;

    /// <summary>Last notice.</summary>
    public uint LastNotice;

    /// <summary>Handles and messages in flight that give the right to receive; 0: the port has no receiver.</summary>
    public uint ReceiveRights;

    /// <summary>Priorities that waiters lend: the levels as bits in the lower half, how many in the upper.</summary>
    public ulong Donors;

    /// <summary>The badges of the senders of the bits, or-ed.</summary>
    public ulong BitsBadge;

    /// <summary>For a destroyed port: the thread slot where its end continues (<see cref="Ipc.PortLife.EndStep"/>).</summary>
    public uint EndCursor;

    /// <summary>Slot of the port that is notified of the next message for which no receiver waits; 0: none.</summary>
    public uint Watcher;

    /// <summary>The bit to set there.</summary>
    public byte WatchBit;

    static ObjectKind IKernelObject.Kind => ObjectKind.Port;

    /// <summary>Its slot.</summary>
    public readonly Slot<Port> Slot => new(Header.Slot);
}
