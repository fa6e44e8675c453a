// Message passing between processes: send, receive, call, reply, notify. Each entry is the body of a system call: it gets the
// running thread, whose registers hold the message, and returns the context to continue with.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Objects;
using RustKernel.Scheduling;

namespace RustKernel.Ipc;

/// <summary>IPC on ports. Under the kernel lock. Registers as in <see cref="Messages"/>; errors in x0.</summary>
public static class Ports
{
    /// <summary>Reply label to a fault: try the instruction again.</summary>
    public const uint Resume = 0;

    /// <summary>Reply label to a fault: continue after the instruction. Any other label ends the process.</summary>
    public const uint Skip = 1;

    private const ulong InstructionBytes = 4;

    // The calls without a waiting caller, or senders that cannot be admitted, that one entry skips.
    private const uint MostPassed = 16;

    /// <summary>
    /// Sends without waiting for an answer: x1 is the deadline for room in the queue. NotFound: no such handle, or
    /// the port is destroyed; AccessDenied; InvalidArgument; WouldBlock, TimedOut: no room.
    /// </summary>
    public static ulong Send(ref CpuBlock cpu, ref Thread self)
    {
        ref Port port = ref Find(ref self, Rights.Send, out uint slot, out ulong badge, out ErrorCode error);
        MessageInfo info = self.Context.Message.Info.As(MessageKind.Send);
        if (error != ErrorCode.None || !info.IsValid)
        {
            return Fail(ref self, error == ErrorCode.None ? ErrorCode.InvalidArgument : error);
        }

        if (port.FirstReceiver != 0)
        {
            ref Thread receiver = ref KernelObjects.Thread(port.FirstReceiver);
            error = Hand(ref port, ref receiver, ref self, info, badge, 0);
            if (error != ErrorCode.None)
            {
                return Fail(ref self, error);
            }

            self.Context.SetError(ErrorCode.None);
            return Scheduler.HandOver(ref cpu, ref self, ref receiver);
        }

        if (port.Count < port.Capacity)
        {
            error = Queue(ref port, ref self, info, badge, 0);
            return port.Watcher == 0 ? Fail(ref self, error) : TellWatcher(ref cpu, ref port, ref self, error);
        }

        return WaitForRoom(ref cpu, ref self, slot, badge, isCall: false);
    }

    /// <summary>
    /// Sends and waits for the reply, both until the deadline in x1. Errors as <see cref="Send"/>;
    /// ServerEnded: a server that held the call ended before it replied.
    /// </summary>
    public static ulong Call(ref CpuBlock cpu, ref Thread self)
    {
        if (!TryFind(ref self, Rights.Send, out uint slot, out ulong badge))
        {
            return Fail(ref self, WhyNot(ref self, Rights.Send));
        }

        ref Port port = ref KernelObjects.Port(slot);
        MessageInfo info = self.Context.Message.Info.As(MessageKind.Call);
        if (!info.IsValid)
        {
            return Fail(ref self, ErrorCode.InvalidArgument);
        }

        if (port.FirstReceiver == 0)
        {
            return CallQueued(ref cpu, ref self, slot, info, badge);
        }

        ref Thread server = ref KernelObjects.Thread(port.FirstReceiver);
        uint sequence = self.CallSequence + 1;
        self.CallSequence = sequence;
        ulong token = ((ulong)sequence << 32) | self.Header.Slot;
        if (info.Handles == 0)
        {
            TakeReceiver(ref port, ref server);
            Messages.Copy(ref self.Context, ref server.Context, info, badge, token);
        }
        else
        {
            ErrorCode error = HandWithHandles(ref port, ref server, ref self, info, badge, token);
            if (error != ErrorCode.None)
            {
                return Fail(ref self, error);
            }
        }

        Serve(ref server, ref self);
        ulong deadline = self.Context.Message.Deadline.Ticks;
        self.State = ThreadState.AwaitingReply;
        self.WaitPort = slot;
        if (deadline != Deadlines.Never)
        {
            Waits.SetDeadline(ref cpu, ref self, deadline);
        }

        return GoTo(ref cpu, ref self, ref server);
    }

    /// <summary>
    /// Waits at the port in x0 for anything, until the deadline in x1 (0: do not wait). NotFound,
    /// AccessDenied; WouldBlock, TimedOut: nothing came.
    /// </summary>
    public static ulong Receive(ref CpuBlock cpu, ref Thread self)
    {
        ref Port port = ref Find(ref self, Rights.Receive, out uint slot, out _, out ErrorCode error);
        if (error != ErrorCode.None)
        {
            return Fail(ref self, error);
        }

        if ((port.Count | port.FirstNotice) != 0 || port.Bits != 0)
        {
            if (Fetch(ref cpu, ref port, ref self))
            {
                return Preempt(ref cpu, ref self);
            }

            if (port.Count != 0)
            {
                return ReceiveAgain(ref cpu, ref self);
            }
        }

        ulong deadline = self.Context.Message.Deadline.Ticks;
        if (deadline == 0)
        {
            return Fail(ref self, ErrorCode.WouldBlock);
        }

        Block(ref cpu, ref self, ref port, slot, deadline);
        return Scheduler.Next(ref cpu);
    }

    /// <summary>
    /// Answers the call or fault named by the token in x5, which this process received. NotFound:
    /// there is no such call, or no longer.
    /// </summary>
    public static ulong Reply(ref CpuBlock cpu, ref Thread self)
    {
        ErrorCode error = Answer(ref self, self.Context.Message.Token, out uint caller);
        self.Context.SetError(error);
        return error == ErrorCode.None && caller != 0
            ? Scheduler.HandOver(ref cpu, ref self, ref KernelObjects.Thread(caller))
            : Preempt(ref cpu, ref self);
    }

    /// <summary>
    /// <see cref="Reply"/> to the token in x5 (0: to no one), then <see cref="Receive"/>. When the
    /// reply fails, it receives nothing.
    /// </summary>
    public static ulong ReplyReceive(ref CpuBlock cpu, ref Thread self)
    {
        uint caller = 0;
        ReplyToken token = self.Context.Message.Token;
        if (!token.IsNone)
        {
            ErrorCode answered = Answer(ref self, token, out caller);
            if (answered != ErrorCode.None)
            {
                return Fail(ref self, answered);
            }
        }

        ulong deadline = self.Context.Message.Deadline.Ticks;
        bool isFound = TryFind(ref self, Rights.Receive, out uint slot, out _);
        ref Port port = ref KernelObjects.Port(slot);
        if (caller == 0 || deadline == 0 || !isFound || (port.Count | port.FirstNotice) != 0 || port.Bits != 0)
        {
            if (caller != 0)
            {
                Scheduler.MakeReady(ref KernelObjects.Thread(caller));
            }

            return Receive(ref cpu, ref self);
        }

        Block(ref cpu, ref self, ref port, slot, deadline);
        return GoTo(ref cpu, ref self, ref KernelObjects.Thread(caller));
    }

    /// <summary>Sets the bits in x1 at the port in x0. Never waits, needs no room. NotFound, AccessDenied.</summary>
    public static ulong Notify(ref CpuBlock cpu, ref Thread self)
    {
        ref Port port = ref Find(ref self, Rights.Send, out uint slot, out ulong badge, out ErrorCode error);
        if (error != ErrorCode.None)
        {
            return Fail(ref self, error);
        }

        port.BitsBadge |= badge;
        self.Context.SetError(ErrorCode.None);
        SetBits(ref port, self.Context.Message.Bits);
        return Preempt(ref cpu, ref self);
    }

    /// <summary>Sets bits at the port; a receiver that waits gets them at once.</summary>
    public static void SetBits(ref Port port, ulong bits)
    {
        port.Bits |= bits;
        if (port.FirstReceiver != 0 && port.Bits != 0)
        {
            ref Thread receiver = ref KernelObjects.Thread(port.FirstReceiver);
            TakeReceiver(ref port, ref receiver);
            DeliverBits(ref port, ref receiver);
            Scheduler.MakeReady(ref receiver);
        }
    }

    /// <summary>
    /// A message waits: sets the watcher's bit, once. A watcher that belongs to another owner does not count: its slot has been
    /// reused.
    /// </summary>
    public static void Watched(ref Port port)
    {
        ref Port watcher = ref KernelObjects.Port(port.Watcher);
        port.Watcher = 0;
        if (watcher.Header.Owner == port.Header.Owner && watcher.Header.References != 0 && !watcher.Header.IsDestroyed)
        {
            SetBits(ref watcher, 1ul << port.WatchBit);
        }
    }

    /// <summary>The caller continues unless a more urgent thread is ready here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Preempt(ref CpuBlock cpu, ref Thread self) =>
        Scheduler.HasAbove(ref cpu, self.Priority) ? Scheduler.Yield(ref cpu, ref self) : UserState.AddressOf(ref self.Context);

    /// <summary>x0 = <paramref name="error"/>; the caller continues.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Fail(ref Thread self, ErrorCode error)
    {
        self.Context.SetError(error);
        return UserState.AddressOf(ref self.Context);
    }

    // The port that the running thread names in x0, if error is None. Inlined for the common case:
    // a good handle of a living port with the right.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Port Find(ref Thread self, Rights needed, out uint slot, out ulong badge, out ErrorCode error)
    {
        error = TryFind(ref self, needed, out slot, out badge) ? ErrorCode.None : WhyNot(ref self, needed);
        return ref KernelObjects.Port(slot);
    }

    // As Find, without the reason, which WhyNot determines. Without a port the slot means nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryFind(ref Thread self, Rights needed, out uint slot, out ulong badge)
    {
        ref Process process = ref KernelObjects.Process(self.Process);
        return process.Handles.TryFind(self.Context.Message.Port.Value, ObjectKind.Port, needed, out slot, out badge)
            && !KernelObjects.Port(slot).Header.IsDestroyed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ErrorCode WhyNot(ref Thread self, Rights needed)
    {
        ref Process process = ref KernelObjects.Process(self.Process);
        ulong handle = self.Context.Message.Port.Value;
        if (handle > uint.MaxValue || !process.Handles.IsGood((uint)handle))
        {
            return ErrorCode.NotFound;
        }

        ref HandleEntry entry = ref process.Handles.At((uint)handle);
        return entry.Kind != ObjectKind.Port ? ErrorCode.InvalidArgument
            : (entry.Rights & needed) == 0 ? ErrorCode.AccessDenied
            : ErrorCode.NotFound;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeReceiver(ref Port port, ref Thread receiver)
    {
        PortQueues.RemoveFirst(ref port.FirstReceiver, ref port.LastReceiver, ref receiver);

        // No one waits for a port that has a receiver, so there are no loans to move.
        port.Server = receiver.Header.Identity;
        Deadlines.CancelFor(ref receiver);
    }

    // Moves the message from the sender's registers to those of the first receiver, which is then in no list.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ErrorCode Hand(ref Port port, ref Thread receiver, ref Thread sender, MessageInfo info, ulong badge, ulong token)
    {
        if (info.Handles != 0)
        {
            return HandWithHandles(ref port, ref receiver, ref sender, info, badge, token);
        }

        TakeReceiver(ref port, ref receiver);
        Messages.Copy(ref sender.Context, ref receiver.Context, info, badge, token);
        return ErrorCode.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ErrorCode HandWithHandles(
        ref Port port,
        ref Thread receiver,
        ref Thread sender,
        MessageInfo info,
        ulong badge,
        ulong token)
    {
        CarriedHandles carried = default;
        ErrorCode error = Messages.Take(ref sender, info, ref carried);
        if (error == ErrorCode.None)
        {
            TakeReceiver(ref port, ref receiver);
            Messages.Copy(ref sender.Context, ref receiver.Context, info, badge, token);
            Messages.Give(ref receiver, info, ref carried);
        }

        return error;
    }

    // The server works for the caller: it may reply, and until then it has the caller's priority if that is higher.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Serve(ref Thread server, ref Thread caller)
    {
        caller.ServerProcess = server.Process;
        Donation.Begin(ref server, ref caller);
    }

    private static ErrorCode Queue(ref Port port, ref Thread sender, MessageInfo info, ulong badge, ulong token)
    {
        CarriedHandles carried = default;
        ErrorCode error = info.Handles == 0 ? ErrorCode.None : Messages.Take(ref sender, info, ref carried);
        if (error != ErrorCode.None)
        {
            return error;
        }

        ref QueuedMessage message = ref PortQueues.Push(ref port);
        message.Info = info.Bits;
        message.Badge = badge;
        message.Token = token;
        message.Words = sender.Context.Words;
        if (info.Handles != 0)
        {
            message.Handles = carried;
        }

        sender.QueuedAt = PortQueues.Last(ref port);
        return ErrorCode.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong TellWatcher(ref CpuBlock cpu, ref Port port, ref Thread self, ErrorCode error)
    {
        self.Context.SetError(error);
        Watched(ref port);
        return Preempt(ref cpu, ref self);
    }

    private static ulong CallQueued(ref CpuBlock cpu, ref Thread self, uint slot, MessageInfo info, ulong badge)
    {
        ref Port port = ref KernelObjects.Port(slot);
        if (port.Count >= port.Capacity)
        {
            return WaitForRoom(ref cpu, ref self, slot, badge, isCall: true);
        }

        if (self.Context.Message.Deadline.IsNow)
        {
            return Fail(ref self, ErrorCode.WouldBlock);
        }

        self.CallSequence++;
        ErrorCode error = Queue(ref port, ref self, info, badge, Messages.Token(ref self));
        if (error != ErrorCode.None)
        {
            return Fail(ref self, error);
        }

        self.State = ThreadState.AwaitingReply;
        self.WaitPort = slot;
        self.ServerProcess = 0;
        Donation.BeginAt(ref port, ref self);
        Waits.SetDeadline(ref cpu, ref self, self.Context.Message.Deadline.Ticks);
        Watched(ref port);
        return Scheduler.Next(ref cpu);
    }

    private static ulong WaitForRoom(ref CpuBlock cpu, ref Thread self, uint slot, ulong badge, bool isCall)
    {
        if (self.Context.Message.Deadline.IsNow)
        {
            return Fail(ref self, ErrorCode.WouldBlock);
        }

        ref Port port = ref KernelObjects.Port(slot);
        self.State = ThreadState.Sending;
        self.WaitPort = slot;
        self.Badge = badge;
        self.IsCall = isCall;
        PortQueues.Append(ref port.FirstSender, ref port.LastSender, ref self);
        if (isCall)
        {
            Donation.BeginAt(ref port, ref self);
        }

        Waits.SetDeadline(ref cpu, ref self, self.Context.Message.Deadline.Ticks);
        return Scheduler.Next(ref cpu);
    }

    // There is room: admits the sender that has waited longest.
    private static void AdmitSender(ref CpuBlock cpu, ref Port port)
    {
        for (uint tries = 0; tries < MostPassed && port.FirstSender != 0 && port.Count < port.Capacity; tries++)
        {
            ref Thread sender = ref KernelObjects.Thread(port.FirstSender);
            ulong deadline = sender.Context.Message.Deadline.Ticks;
            uint slot = sender.WaitPort;
            bool isCall = sender.IsCall;
            Waits.Detach(ref sender);
            MessageInfo info = sender.Context.Message.Info.As(isCall ? MessageKind.Call : MessageKind.Send);

            // While it was suspended here, its registers may have changed.
            ErrorCode error = info.IsValid
                ? Queue(ref port, ref sender, info, sender.Badge, isCall ? Messages.Token(ref sender) : 0)
                : ErrorCode.InvalidArgument;
            if (error == ErrorCode.None && isCall)
            {
                sender.State = ThreadState.AwaitingReply;
                sender.WaitPort = slot;
                Donation.BeginAt(ref port, ref sender);
                Waits.SetDeadline(ref cpu, ref sender, deadline);
                continue;
            }

            sender.Context.SetError(error);
            Scheduler.MakeReady(ref sender);
        }

        if (port.FirstSender != 0 && port.Count == 0)
        {
            // More senders may follow: a call whose caller gave up brings the next receiver here.
            ref QueuedMessage message = ref PortQueues.Push(ref port);
            message.Info = new MessageInfo(0, 0, 0, MessageKind.Call).Bits;
            message.Token = 1ul << 32;
        }
    }

    // There were many calls whose callers have given up: the receiver repeats the call, without the reply, which is done.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong ReceiveAgain(ref CpuBlock cpu, ref Thread self)
    {
        self.Context.Message.Token = ReplyToken.None;
        self.Context.ELR_EL1 -= InstructionBytes;
        return Scheduler.Yield(ref cpu, ref self);
    }

    // Fetches whatever waits at the port, most urgent kind first. False: there were only calls whose callers have given up.
    private static bool Fetch(ref CpuBlock cpu, ref Port port, ref Thread self)
    {
        Donation.SetServer(ref port, ref self);
        if (port.FirstNotice != 0)
        {
            Notices.Deliver(ref self, PortQueues.PopNotice(ref port));
            return true;
        }

        if (port.Bits != 0)
        {
            DeliverBits(ref port, ref self);
            return true;
        }

        for (uint passed = 0; passed < MostPassed && port.Count != 0; passed++)
        {
            ref QueuedMessage message = ref PortQueues.Pop(ref port);
            bool isGood = message.Token == 0 || IsAwaited(new ReplyToken(message.Token));
            if (isGood)
            {
                Deliver(ref self, ref message);
            }
            else
            {
                Messages.Drop(ref message);
            }

            if (port.FirstSender != 0)
            {
                AdmitSender(ref cpu, ref port);
            }

            if (isGood)
            {
                return true;
            }
        }

        return false;
    }

    private static void Deliver(ref Thread receiver, ref QueuedMessage message)
    {
        ref UserContext context = ref receiver.Context;
        MessageInfo info = new(message.Info);
        context.SetMessage(message.Badge, info, message.Token);
        Messages.CopyWords(ref message.Words, ref context.Words, info.Words);
        if (info.Handles != 0)
        {
            Messages.Give(ref receiver, info, ref message.Handles);
        }

        if (message.Token != 0)
        {
            ref Thread caller = ref KernelObjects.Thread((uint)message.Token);
            Donation.End(ref caller);
            Serve(ref receiver, ref caller);
        }
    }

    private static void DeliverBits(ref Port port, ref Thread receiver)
    {
        ref UserContext context = ref receiver.Context;
        context.SetMessage(port.BitsBadge, new MessageInfo(0, 1, 0, MessageKind.Notification), 0);
        context.Words[0] = port.Bits;
        port.Bits = 0;
        port.BitsBadge = 0;
    }

    // True when the caller of a queued call still waits for a receiver.
    private static bool IsAwaited(ReplyToken token)
    {
        ref Thread thread = ref KernelObjects.Thread(token.Slot);
        return thread.CallSequence == token.Sequence && thread.ServerProcess == 0 && thread.State == ThreadState.AwaitingReply;
    }

    // Puts the running thread's reply into the registers of the thread that waits for it, which is then ready to run but in no queue.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ErrorCode Answer(ref Thread self, ReplyToken token, out uint caller)
    {
        caller = token.Slot;
        MessageInfo info = self.Context.Message.Info.As(MessageKind.Send);

        // The thread in slot 0 never waits.
        if (caller >= KernelObjects.ThreadLimit)
        {
            return ErrorCode.NotFound;
        }

        // The mask only affects what a CPU sees that speculates past the comparison: Spectre variant 1.
        ref Thread thread = ref KernelObjects.Thread(caller & (KernelObjects.MaximumThreads - 1));
        if (thread.CallSequence != token.Sequence || thread.ServerProcess != self.Process)
        {
            return ErrorCode.NotFound;
        }

        if (!info.IsValid)
        {
            return thread.State is ThreadState.AwaitingReply or ThreadState.Faulted ? ErrorCode.InvalidArgument : ErrorCode.NotFound;
        }

        if (thread.State != ThreadState.AwaitingReply)
        {
            if (thread.State != ThreadState.Faulted)
            {
                return ErrorCode.NotFound;
            }

            caller = AnswerFault(ref self, ref thread, info.Label) ? caller : 0;
            return ErrorCode.None;
        }

        if (info.Handles != 0)
        {
            ErrorCode error = AnswerWithHandles(ref self, ref thread, info);
            if (error != ErrorCode.None)
            {
                return error;
            }
        }
        else
        {
            Messages.Copy(ref self.Context, ref thread.Context, info, 0, 0);
        }

        Deadlines.CancelFor(ref thread);

        Donation.EndAnswered(ref self, ref thread);
        thread.ServerProcess = 0;
        thread.CallSequence = token.Sequence + 1;
        return ErrorCode.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ErrorCode AnswerWithHandles(ref Thread self, ref Thread caller, MessageInfo info)
    {
        CarriedHandles carried = default;
        ErrorCode error = Messages.Take(ref self, info, ref carried);
        if (error == ErrorCode.None)
        {
            Messages.Copy(ref self.Context, ref caller.Context, info, 0, 0);
            Messages.Give(ref caller, info, ref carried);
        }

        return error;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool AnswerFault(ref Thread self, ref Thread thread, uint label)
    {
        Donation.EndAnswered(ref self, ref thread);
        thread.ServerProcess = 0;
        thread.CallSequence++;
        if (label == Skip)
        {
            thread.Context.ELR_EL1 += InstructionBytes;
        }
        else if (label != Resume)
        {
            ThreadFaults.EndProcess(ref thread);
            return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(ref CpuBlock cpu, ref Thread self, ref Port port, uint slot, ulong deadline)
    {
        self.State = ThreadState.Receiving;
        self.WaitPort = slot;
        PortQueues.Append(ref port.FirstReceiver, ref port.LastReceiver, ref self);
        if (deadline != Deadlines.Never)
        {
            Waits.SetDeadline(ref cpu, ref self, deadline);
        }
    }

    // The running thread has stopped: continues with the one that its message made ready, if this CPU may run it and no other thread is
    // more urgent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong GoTo(ref CpuBlock cpu, ref Thread self, ref Thread next)
    {
        bool isDirect = ((next.Affinity >> (int)cpu.Index) & 1) != 0 && !next.IsStopped
            && cpu.Attention == 0 && !Scheduler.HasAbove(ref cpu, next.Priority);
        if (isDirect)
        {
            return Scheduler.SwitchFrom(ref cpu, ref self, ref next);
        }

        Scheduler.MakeReady(ref next);
        return Scheduler.Next(ref cpu);
    }
}
