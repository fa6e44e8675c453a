// Requests of the service itself, before there are clients. Pure; also runs under .NET.

namespace RustKernel.Services.Disk;

/// <summary>
/// One request at a time; all use the same memory. A request that has not come back in time still has that memory, so there is no other
/// until it comes back.
/// </summary>
/// <param name="queue">The disk. No other caller takes its finished requests.</param>
/// <typeparam name="TMemory">Memory that the device reaches.</typeparam>
internal sealed class OwnRequests<TMemory>(DiskDevice<TMemory> queue)
    where TMemory : struct, IDmaMemory
{
    private DiskRequest<TMemory>? _current;

    /// <summary>The disk has no request of ours; the last one has its result.</summary>
    internal bool IsFree => _current is null;

    /// <summary>
    /// Gives <paramref name="request"/> to the disk. <see cref="ErrorCode.TimedOut"/>: an earlier one has not come back, and the disk may
    /// still write to its memory.
    /// </summary>
    internal ErrorCode Add(DiskRequest<TMemory> request, ulong now)
    {
        if (!IsFree)
        {
            // A device that has had it for too long is reset, and the request comes back.
            queue.OnTime(now);
            Take();
            if (!IsFree)
            {
                return ErrorCode.TimedOut;
            }
        }

        _current = request;
        queue.Add(request, now);
        Take();
        return ErrorCode.None;
    }

    /// <summary>Checks whether it has come back.</summary>
    internal void Look(ulong now)
    {
        queue.OnInterrupt(now);
        Take();
    }

    private void Take()
    {
        while (queue.TakeDone() is DiskRequest<TMemory> done)
        {
            _current = ReferenceEquals(done, _current) ? null : _current;
        }
    }
}
