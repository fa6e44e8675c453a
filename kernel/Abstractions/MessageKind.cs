namespace RustKernel;

/// <summary>What a received message is; the kernel sets it. ABI.</summary>
public enum MessageKind : byte
{
    /// <summary>Sent; no one waits for an answer.</summary>
    Send = 0,

    /// <summary>A call: the sender waits for the reply that the token names.</summary>
    Call = 1,

    /// <summary>Notification bits, in word 0.</summary>
    Notification = 2,

    /// <summary>A thread faulted and waits for a reply. Words: class, ESR_EL1, FAR_EL1, PC, SP, thread number.</summary>
    Fault = 3,

    /// <summary>A process ended. Words: exit code, cause, ESR_EL1, FAR_EL1, PC, process number.</summary>
    Exit = 4,

    /// <summary>A device's interrupt; acknowledge it to get the next. Words: count.</summary>
    Interrupt = 5,

    /// <summary>A timer ran out. Words: how often since the last message.</summary>
    Timer = 6,

    /// <summary>
    /// A memory object needs pages. Words: offset, rights wanted, thread number; the reply lets the thread continue.
    /// </summary>
    Page = 7,

    /// <summary>
    /// The process that held a handle to the port ended, or the message that carried the handle will not arrive. Only for a
    /// handle with <see cref="Rights.Execute"/> and without the right to receive. No words; the badge is the handle's.
    /// </summary>
    Closed = 8,
}
