using RustKernel.Arm64;
using RustKernel.Objects;
using RustKernel.Scheduling;

namespace RustKernel.Ipc;

/// <summary>Threads that wait for a message, for room, for a reply or for a time: how each wait ends. Under the kernel lock.</summary>
public static class Waits
{
    /// <summary>Sets the deadline of a thread that begins to wait, unless it is <see cref="Deadlines.Never"/>.</summary>
    public static void SetDeadline(ref CpuBlock cpu, ref Thread thread, ulong deadline)
    {
        if (deadline != Deadlines.Never)
        {
            Deadlines.AddFor(ref cpu, ref thread, deadline);
        }
    }

    /// <summary>The deadline has come: the thread's wait ends with TimedOut (None for a sleep).</summary>
    public static void TimeOut(ref Thread thread) =>
        End(ref thread, thread.State == ThreadState.Sleeping ? ErrorCode.None : ErrorCode.TimedOut);

    /// <summary>Ends a wait with <paramref name="error"/> in x0. The thread waits, for anything; it is ready afterwards.</summary>
    public static void End(ref Thread thread, ErrorCode error)
    {
        Detach(ref thread);
        if (thread.RepeatsCall)
        {
            // Its registers belong to the call, which it makes again.
            thread.RepeatsCall = false;
            Scheduler.MakeReady(ref thread);
            return;
        }

        thread.Context.SetError(error);
        thread.Context.Message.Badge = Badge.None;
        thread.Context.Message.Info = default;
        thread.Context.Message.Token = ReplyToken.None;
        Scheduler.MakeReady(ref thread);
    }

    /// <summary>
    /// Takes a thread out of its wait; it is in no list afterwards. A queued call keeps its place, without its handles, and its token
    /// is no longer valid: receivers skip it. So a thread that gave up or died uses no one's quota.
    /// </summary>
    public static void Detach(ref Thread thread)
    {
        Deadlines.CancelFor(ref thread);

        switch (thread.State)
        {
            case ThreadState.Receiving:
                ref Port from = ref KernelObjects.Port(thread.WaitPort);
                PortQueues.Remove(ref from.FirstReceiver, ref from.LastReceiver, ref thread);
                break;
            case ThreadState.Sending:
                ref Port to = ref KernelObjects.Port(thread.WaitPort);
                PortQueues.Remove(ref to.FirstSender, ref to.LastSender, ref thread);
                break;
            case ThreadState.AwaitingReply:
                DropQueued(ref thread);
                break;
            case ThreadState.Ready:
                Scheduler.Remove(ref thread);
                break;
            case ThreadState.Faulted:
                if (thread.Notice.Port != 0)
                {
                    PortQueues.RemoveNotice(ref KernelObjects.Port(thread.Notice.Port), ref thread.Notice);
                }

                break;
            default:
                break;
        }

        if (thread.DonatesTo != 0)
        {
            Donation.End(ref thread);
        }

        thread.CallSequence++;
        thread.ServerProcess = 0;
        thread.WaitPort = 0;
    }

    private static void DropQueued(ref Thread thread)
    {
        if (thread.ServerProcess == 0)
        {
            ref QueuedMessage message = ref KernelObjects.Port(thread.WaitPort).Ring[thread.QueuedAt];

            // A destroyed port may already have dropped it.
            if (message.Token == Messages.Token(ref thread))
            {
                Messages.Drop(ref message);
            }
        }
    }
}
