using RustKernel.Services.Devices;

namespace RustKernel.Services.Disk;

/// <summary>A client's request, with the reply that the client waits for.</summary>
internal sealed class ClientRequest : DiskRequest<DmaWindow>
{
    /// <summary>The client.</summary>
    internal required DiskUser Owner { get; init; }

    /// <summary>The reply that the client waits for.</summary>
    internal required PendingReply Reply { get; init; }

    /// <summary>Answers the client.</summary>
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
