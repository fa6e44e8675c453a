// The decision of FastPath.S in C#: its checks in its order. The mode that compares checks the assembly against it; the host tests
// check it against Ports: whatever it takes, Ports does as a hand-over from one thread to the other.

using RustKernel.Arm64;
using RustKernel.Objects;
using RustKernel.Scheduling;

namespace RustKernel.Ipc;

/// <summary>Whether the fast path takes a call, and why not. Under the kernel lock, with all gates held; changes nothing.</summary>
public static class FastPathDecision
{
    /// <summary>
    /// Decides about the call in the registers of <paramref name="self"/>, which runs on <paramref name="cpu"/>: Call or ReplyReceive, by
    /// its number.
    /// </summary>
    public static FastRefusal Of(ref CpuBlock cpu, ref Thread self) =>
        self.Context.CallNumber == (ulong)SystemCall.Call ? OfCall(ref cpu, ref self) : OfReply(ref cpu, ref self);

    private static FastRefusal OfCall(ref CpuBlock cpu, ref Thread self)
    {
        if (self.IsStopped)
        {
            return FastRefusal.CallerStopped;
        }

        if (!TryFind(ref self, Rights.Send, out uint slot))
        {
            return FastRefusal.CallPort;
        }

        uint first = KernelObjects.Port(slot).FirstReceiver;
        if (first == 0)
        {
            return FastRefusal.NoReceiver;
        }

        ref Thread receiver = ref KernelObjects.Thread(first);
        byte priority = self.Priority > receiver.Priority ? self.Priority : receiver.Priority;
        FastRefusal refusal = (receiver.Home & cpu.AffinityBit) == 0 ? FastRefusal.ReceiverElsewhere
            : receiver.DeadlinePosition != 0 ? FastRefusal.ReceiverHasDeadline
            : receiver.Next != 0 ? FastRefusal.MoreReceivers
            : !IsPlain(self.Context.Message.Info) ? FastRefusal.CallDescription
            : receiver.Donors != 0 ? FastRefusal.ReceiverHasDonors
            : receiver.IsStopped ? FastRefusal.ReceiverStopped
            : cpu.Attention != 0 ? FastRefusal.CallWhileWanted
            : Scheduler.HasAbove(ref cpu, priority) ? FastRefusal.CallWhileMoreUrgent
            : !Spaces.AddressSpaces.HasCurrentAsid(new Slot<Process>(receiver.Process)) ? FastRefusal.ReceiverWithoutAsid
            : FastRefusal.None;
        return refusal != FastRefusal.None ? refusal : OfDeadline(ref cpu, ref self, FastRefusal.CallDeadlineSoon);
    }

    private static FastRefusal OfReply(ref CpuBlock cpu, ref Thread self)
    {
        ReplyToken token = self.Context.Message.Token;
        if (self.IsStopped || token.Slot >= KernelObjects.ThreadLimit)
        {
            return self.IsStopped ? FastRefusal.ServerStopped : FastRefusal.TokenSlot;
        }

        ref Thread caller = ref KernelObjects.Thread(token.Slot);
        FastRefusal refusal = (caller.Home & cpu.AffinityBit) == 0 ? FastRefusal.CallerElsewhere
            : caller.DeadlinePosition != 0 ? FastRefusal.CallerHasDeadline
            : caller.CallSequence != token.Sequence || caller.ServerProcess != self.Process ? FastRefusal.TokenSequence
            : caller.State != ThreadState.AwaitingReply || caller.IsStopped ? FastRefusal.CallerState
            : !IsPlain(self.Context.Message.Info) ? FastRefusal.ReplyDescription
            : self.Donors != token.Slot ? FastRefusal.ServerHasDonors
            : FastRefusal.None;
        if (refusal != FastRefusal.None || !TryFind(ref self, Rights.Receive, out uint slot))
        {
            return refusal != FastRefusal.None ? refusal : FastRefusal.ReplyPort;
        }

        ref Port port = ref KernelObjects.Port(slot);
        refusal = (port.Count | port.FirstNotice) != 0 || port.Bits != 0 ? FastRefusal.PortHasMessages
            : cpu.Attention != 0 ? FastRefusal.ReplyWhileWanted
            : Scheduler.HasAbove(ref cpu, caller.Priority) ? FastRefusal.ReplyWhileMoreUrgent
            : !Spaces.AddressSpaces.HasCurrentAsid(new Slot<Process>(caller.Process)) ? FastRefusal.CallerWithoutAsid
            : OfDeadline(ref cpu, ref self, FastRefusal.ReplyDeadlineSoon);
        return refusal == FastRefusal.None && (port.FirstReceiver | port.LastReceiver) != 0 ? FastRefusal.PortHasReceiver : refusal;
    }

    // The reason for a near deadline, and the two reasons after it.
    private static FastRefusal OfDeadline(ref CpuBlock cpu, ref Thread self, FastRefusal soon)
    {
        ulong deadline = self.Context.Message.Deadline.Ticks;
        return deadline == Deadlines.Never ? FastRefusal.None
            : deadline < cpu.Tick.DueCounter ? soon
            : self.LazyCpu == cpu.Index + 1 ? FastRefusal.None
            : self.LazyCpu != 0 ? soon + 1
            : cpu.LazyCount >= CpuBlock.LazyCapacity ? soon + 2
            : FastRefusal.None;
    }

    private static bool TryFind(ref Thread self, Rights needed, out uint slot) =>
        KernelObjects.Process(self.Process).Handles.TryFind(self.Context.Message.Port.Value, ObjectKind.Port, needed, out slot, out _)
        && !KernelObjects.Port(slot).Header.IsDestroyed;

    // Only words, and no more than there are registers for.
    private static bool IsPlain(MessageInfo info) => ((uint)info.Bits & 0x7F) <= MessageInfo.MaximumWords;
}
