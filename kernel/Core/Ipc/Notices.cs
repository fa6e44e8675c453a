using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Objects;
using RustKernel.Scheduling;

namespace RustKernel.Ipc;

/// <summary>
/// Notices of objects that report to a port: finds, binds and raises them, and turns them into messages. Under the
/// kernel lock.
/// </summary>
public static class Notices
{
    /// <summary>The notice of an object.</summary>
    public static ref Notice Of(NoticeSource source)
    {
        switch (source.Kind)
        {
            case ObjectKind.Process: return ref KernelObjects.Process(source.Slot).Supervisor;
            case ObjectKind.Thread: return ref KernelObjects.Thread(source.Slot).Notice;
            case ObjectKind.Interrupt: return ref KernelObjects.Interrupt(source.Slot).Notice;
            default: return ref KernelObjects.Timer(source.Slot).Notice;
        }
    }

    /// <summary>
    /// From now on the object reports to <paramref name="port"/> with <paramref name="badge"/>; without a port it reports nothing.
    /// </summary>
    public static void Bind(NoticeSource source, Slot<Port> port, Badge badge)
    {
        ref Notice notice = ref Of(source);
        if (notice.Port != 0)
        {
            PortQueues.RemoveNotice(ref KernelObjects.Port(notice.Port), ref notice);
            ObjectReferences.Release(new Slot<Port>(notice.Port));
        }

        notice.Port = port.Index;
        notice.Badge = badge.Value;
        ObjectReferences.Retain(port);
    }

    /// <summary>
    /// The object has something to report. A receiver that waits gets it at once. False: no port is
    /// bound, or the port is destroyed.
    /// </summary>
    public static bool Raise(NoticeSource source)
    {
        ref Notice notice = ref Of(source);
        if (notice.Port == 0)
        {
            return false;
        }

        ref Port port = ref KernelObjects.Port(notice.Port);
        if (port.Header.IsDestroyed)
        {
            return false;
        }

        if (port.FirstReceiver != 0)
        {
            // A notice waits only where no thread does: with a receiver it is handed over, not queued.
            ref Thread receiver = ref KernelObjects.Thread(port.FirstReceiver);
            PortQueues.RemoveFirst(ref port.FirstReceiver, ref port.LastReceiver, ref receiver);
            Donation.SetServer(ref port, ref receiver);
            Deadlines.CancelFor(ref receiver);
            Deliver(ref receiver, source);
            Scheduler.MakeReady(ref receiver);
            return true;
        }

        PortQueues.AppendNotice(ref port, ref notice, source);
        if (source.Kind == ObjectKind.Thread)
        {
            Donation.BeginAt(ref port, ref KernelObjects.Thread(source.Slot));
        }

        return true;
    }

    /// <summary>
    /// Delivers the fault of <paramref name="faulted"/> to the first receiver of its port, which has one. The receiver is
    /// in no queue then; the caller makes it run.
    /// </summary>
    internal static ref Thread HandOver(ref Port port, ref Thread faulted)
    {
        ref Thread receiver = ref KernelObjects.Thread(port.FirstReceiver);
        PortQueues.Remove(ref port.FirstReceiver, ref port.LastReceiver, ref receiver);
        Donation.SetServer(ref port, ref receiver);
        Deadlines.CancelFor(ref receiver);
        Begin(ref receiver.Context, faulted.Notice.Badge);
        DeliverFault(ref receiver, ref faulted);
        return ref receiver;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Begin(ref UserContext context, ulong badge)
    {
        context.SetMessage(badge, default, 0);
        context.Words = default;
    }

    /// <summary>Writes the object's report into the registers of <paramref name="receiver"/> as a received message.</summary>
    public static void Deliver(ref Thread receiver, NoticeSource source)
    {
        ref UserContext context = ref receiver.Context;
        Begin(ref context, Of(source).Badge);
        switch (source.Kind)
        {
            case ObjectKind.Process:
                DeliverExit(ref context, ref KernelObjects.Process(source.Slot));
                break;
            case ObjectKind.Thread:
                DeliverFault(ref receiver, ref KernelObjects.Thread(source.Slot));
                break;
            case ObjectKind.Interrupt:
                ref InterruptObject interrupt = ref KernelObjects.Interrupt(source.Slot);
                context.Message.Info = new MessageInfo(0, 1, 0, MessageKind.Interrupt);
                context.Words[0] = interrupt.Pending;
                interrupt.Pending = 0;
                break;
            default:
                ref TimerObject timer = ref KernelObjects.Timer(source.Slot);
                context.Message.Info = new MessageInfo(0, 1, 0, MessageKind.Timer);
                context.Words[0] = timer.Expired;
                timer.Expired = 0;
                break;
        }
    }

    private static void DeliverExit(ref UserContext context, ref Process process)
    {
        context.Message.Info = new MessageInfo(0, 6, 0, MessageKind.Exit);
        context.Words[0] = process.ExitCode;
        context.Words[1] = (ulong)process.Cause;
        context.Words[2] = process.FaultESR_EL1;
        context.Words[3] = process.FaultFAR_EL1;
        context.Words[4] = process.FaultPC;
        context.Words[5] = process.Header.Slot;
        // The notice kept the dead process; its end has been reported.
        ObjectReferences.Release(process.Slot);
    }

    private static void DeliverFault(ref Thread receiver, ref Thread faulted)
    {
        ref UserContext context = ref receiver.Context;
        faulted.ServerProcess = receiver.Process;
        if (faulted.DonatesTo != 0)
        {
            Donation.End(ref faulted);
        }

        Donation.Begin(ref receiver, ref faulted);
        context.Message.Token = new ReplyToken(Messages.Token(ref faulted));
        bool isPage = faulted.NoticeKind == MessageKind.Page;
        context.Message.Info = new MessageInfo(0, isPage ? 3u : 6u, 0, faulted.NoticeKind);
        context.Words[0] = isPage ? faulted.PageOffset : (ulong)faulted.FaultClass;
        context.Words[1] = isPage ? (ulong)faulted.PageClass : faulted.FaultESR_EL1;
        context.Words[2] = isPage ? faulted.Header.Slot : faulted.FaultFAR_EL1;
        context.Words[3] = isPage ? 0 : faulted.Context.ELR_EL1;
        context.Words[4] = isPage ? 0 : faulted.Context.SP_EL0;
        context.Words[5] = isPage ? 0 : faulted.Header.Slot;
    }
}
