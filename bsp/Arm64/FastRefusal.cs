// Why FastPath.S leaves a call to C#. The numbers are those of its labels fast_refuse_N.

namespace RustKernel.Arm64;

/// <summary>
/// Reasons of the fast path, in the order of the checks of a call, then of a reply; some checks have since changed places.
/// </summary>
public enum FastRefusal : byte
{
    /// <summary>Call: the caller was suspended or killed, by another CPU, whose interrupt is on its way.</summary>
    CallerStopped = 0,

    /// <summary>Call: no handle of a living port with the right to send.</summary>
    CallPort = 1,

    /// <summary>Call: no thread waits at the port.</summary>
    NoReceiver = 2,

    /// <summary>Call: more than one thread waits there.</summary>
    MoreReceivers = 3,

    /// <summary>Call: it carries handles, or its description is invalid.</summary>
    CallDescription = 4,

    /// <summary>Call: the receiver already has a donor of priority.</summary>
    ReceiverHasDonors = 5,

    /// <summary>Call: the receiver's deadline is in a heap.</summary>
    ReceiverHasDeadline = 6,

    /// <summary>Call: the receiver was suspended or killed.</summary>
    ReceiverStopped = 7,

    /// <summary>Call: this CPU is needed in the kernel's loop.</summary>
    CallWhileWanted = 8,

    /// <summary>Call: a thread above the receiver is ready here, put there by another CPU, whose interrupt is on its way.</summary>
    CallWhileMoreUrgent = 9,

    /// <summary>Call: the receiver belongs to another CPU.</summary>
    ReceiverElsewhere = 10,

    /// <summary>Call: the receiver's address space has no ASID now.</summary>
    ReceiverWithoutAsid = 11,

    /// <summary>Call: its deadline is before the next tick.</summary>
    CallDeadlineSoon = 12,

    /// <summary>Call: the caller is still in the list of a CPU where it ran in this tick.</summary>
    CallerListedElsewhere = 13,

    /// <summary>Call: the list of threads that wait past the tick is full.</summary>
    CallListFull = 14,

    /// <summary>Either: another CPU holds the gate for long.</summary>
    GateTaken = 15,

    /// <summary>Reply: as <see cref="CallerStopped"/>.</summary>
    ServerStopped = 16,

    /// <summary>Reply: the token names no thread.</summary>
    TokenSlot = 17,

    /// <summary>Reply: the token is not valid, or not this process's.</summary>
    TokenSequence = 18,

    /// <summary>Reply: the caller waits for no reply, or was suspended or killed.</summary>
    CallerState = 19,

    /// <summary>Reply: it carries handles, or its description is invalid.</summary>
    ReplyDescription = 20,

    /// <summary>Reply: the caller's deadline is in a heap.</summary>
    CallerHasDeadline = 21,

    /// <summary>Reply: the caller is not the server's only donor of priority.</summary>
    ServerHasDonors = 22,

    /// <summary>Reply: no handle of a living port with the right to receive.</summary>
    ReplyPort = 23,

    /// <summary>Reply: something waits at the port.</summary>
    PortHasMessages = 24,

    /// <summary>Reply: another thread waits at the port.</summary>
    PortHasReceiver = 25,

    /// <summary>Reply: this CPU is needed in the kernel's loop.</summary>
    ReplyWhileWanted = 26,

    /// <summary>Reply: a thread above the caller is ready here.</summary>
    ReplyWhileMoreUrgent = 27,

    /// <summary>Reply: the caller belongs to another CPU.</summary>
    CallerElsewhere = 28,

    /// <summary>Reply: the caller's address space has no ASID now.</summary>
    CallerWithoutAsid = 29,

    /// <summary>Reply: the deadline to receive is before the next tick.</summary>
    ReplyDeadlineSoon = 30,

    /// <summary>Reply: as <see cref="CallerListedElsewhere"/>.</summary>
    ServerListedElsewhere = 31,

    /// <summary>Reply: as <see cref="CallListFull"/>.</summary>
    ReplyListFull = 32,

    /// <summary>None: the fast path takes the call.</summary>
    None = 255,
}
