// What a driver of a disk is to the service. Pure; runs under .NET, too.

namespace RustKernel.Services.Disk;

/// <summary>
/// A disk with its requests: takes any number, gives each back once. One caller at a time. Times are counter values.
/// </summary>
/// <typeparam name="TMemory">Memory that the device reaches.</typeparam>
internal abstract class DiskDevice<TMemory>
    where TMemory : struct, IDmaMemory
{
    /// <summary>Bytes of a sector, whatever the disk likes to write at once.</summary>
    internal const uint SectorBytes = 512;

    /// <summary>Sectors.</summary>
    internal abstract ulong Sectors { get; }

    /// <summary>Every write is refused.</summary>
    internal abstract bool IsReadOnly { get; }

    /// <summary>It can discard.</summary>
    internal abstract bool HasDiscard { get; }

    /// <summary>Bytes that it likes to write at once.</summary>
    internal abstract uint BlockBytes { get; }

    /// <summary>Requests that the device works on at a time.</summary>
    internal abstract uint MostInFlight { get; }

    /// <summary>The CPU moves the bytes: a request's memory must be mapped.</summary>
    internal abstract bool IsMovedByCpu { get; }

    /// <summary>Requests that the device has.</summary>
    internal int InFlight { get; private protected set; }

    /// <summary>Resets since the start.</summary>
    internal int Resets { get; private protected set; }

    /// <summary>The serial number, after a request for it.</summary>
    internal string Serial { get; private protected set; } = "";

    /// <summary>Resets the device, which a predecessor may have used, and brings it up.</summary>
    internal abstract ErrorCode Start();

    /// <summary>Takes a request; <see cref="TakeDone"/> gives it back.</summary>
    internal abstract void Add(DiskRequest<TMemory> request, ulong now);

    /// <summary>The device interrupted, or might have.</summary>
    internal abstract void OnInterrupt(ulong now);

    /// <summary>Looks for requests that have taken too long.</summary>
    internal abstract void OnTime(ulong now);

    /// <summary>A request that is done; null: there is none.</summary>
    internal abstract DiskRequest<TMemory>? TakeDone();
}
