using RustKernel.Objects;
using RustKernel.Scheduling;

namespace RustKernel.Ipc;

/// <summary>
/// Reports handles to ports that were lost because their process ended, so that the port's receiver learns that no
/// message will come through them. Under the kernel lock.
/// </summary>
public static class LostHandles
{
    /// <summary>
    /// <paramref name="entry"/> disappears without its holder closing it. A receiver that waits at its port gets the report at
    /// once; otherwise the report waits in the queue, or is lost when that has no room.
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
