// The driver of a disk, as the service sees it. Pure; also runs under .NET.

namespace RustKernel.Services.Disk;

/// <summary>
/// A disk with its requests: takes any number of them, and gives each back once. One caller at a time. Times are counter values.
/// </summary>
/// <typeparam name="TMemory">Memory that the device reaches.</typeparam>
internal abstract class DiskDevice<TMemory>
    where TMemory : struct, IDmaMemory
{
    /// <summary>Bytes of a sector, whatever size the disk prefers to write.</summary>
    internal const uint SectorBytes = 512;

    /// <summary>Sectors.</summary>
    internal abstract ulong Sectors { get; }

    /// <summary>The disk refuses every write.</summary>
    internal abstract bool IsReadOnly { get; }

    /// <summary>It can discard.</summary>
    internal abstract bool HasDiscard { get; }

    /// <summary>Bytes that it prefers to write at once.</summary>
    internal abstract uint BlockBytes { get; }

    /// <summary>Requests that the device handles at a time.</summary>
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

    /// <summary>Call when the device has interrupted, or might have.</summary>
    internal abstract void OnInterrupt(ulong now);

    /// <summary>Looks for requests that have taken too long.</summary>
    internal abstract void OnTime(ulong now);

    /// <summary>A finished request; null if there is none.</summary>
    internal abstract DiskRequest<TMemory>? TakeDone();
}
