// A request that a client waits for.

using RustKernel.Services.Devices;

namespace RustKernel.Services.Disk;

/// <summary>With the reply that its client gets.</summary>
internal sealed class ClientRequest : DiskRequest<DmaWindow>
{
    /// <summary>Whose it is.</summary>
    internal required DiskUser Owner { get; init; }

    /// <summary>Who waits.</summary>
    internal required PendingReply Reply { get; init; }

    /// <summary>Answers.</summary>
    internal void Complete()
    {
        Owner.InFlight--;
        if (Result != ErrorCode.None)
        {
            Reply.Fail(Result);
            return;
        }

        switch (Operation)
        {
            case DiskOperation.Read:
                DiskDispatcher.CompleteRead(Reply);
                break;
            case DiskOperation.Write:
                DiskDispatcher.CompleteWrite(Reply);
                break;
            case DiskOperation.Flush:
                DiskDispatcher.CompleteFlush(Reply);
                break;
            default:
                DiskDispatcher.CompleteDiscard(Reply);
                break;
        }
    }
}
