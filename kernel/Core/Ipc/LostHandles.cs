// Handles to ports that are lost because their process ended. The port's receiver can learn of it: no message will come through them.

using RustKernel.Objects;
using RustKernel.Scheduling;

namespace RustKernel.Ipc;

/// <summary>Reports of such handles. Under the kernel lock.</summary>
public static class LostHandles
{
    /// <summary>
    /// <paramref name="entry"/> goes, and its holder did not close it. A receiver of its port that waits hears of it at once, else
    /// the report waits in the queue; one that finds no room there is lost.
    /// </summary>
    public static void Report(in HandleEntry entry)
    {
        if (entry.Kind != ObjectKind.Port || (entry.Rights & (Rights.Execute | Rights.Receive)) != Rights.Execute)
        {
            return;
        }

        ref Port port = ref KernelObjects.Port(entry.Object);
        MessageInfo info = new(0, 0, 0, MessageKind.Closed);
        if (port.Header.IsDestroyed)
        {
            return;
        }

        if (port.FirstReceiver != 0)
        {
            ref Thread receiver = ref KernelObjects.Thread(port.FirstReceiver);
            PortQueues.RemoveFirst(ref port.FirstReceiver, ref port.LastReceiver, ref receiver);
            Donation.SetServer(ref port, ref receiver);
            Deadlines.CancelFor(ref receiver);
            receiver.Context.SetMessage(entry.Badge, info, 0);
            Scheduler.MakeReady(ref receiver);
        }
        else if (port.Count < port.Capacity)
        {
            ref QueuedMessage message = ref PortQueues.Push(ref port);
            message.Info = info.Bits;
            message.Badge = entry.Badge;
            message.Token = 0;
            Ports.Watched(ref port);
        }
    }
}
