// A virtio disk with its requests: which wait, which the device has, which are finished. Pure but for registers and memory; also runs under
// .NET.

using System.Collections.Generic;
using RustKernel.Drivers.Virtio;

namespace RustKernel.Services.Disk;

/// <summary>
/// Takes any number of requests for a device that handles only so many. A device that gives itself up, writes impossible values, or leaves
/// a request unanswered is reset. Its requests are tried once more, then fail: reads, writes and flushes may be repeated. A device that
/// cannot be reset may still write into memory that it was given: such a request is not answered before a later reset succeeds. After a
/// failed start, requests fail at once for a while. One caller at a time. Times are counter values.
/// </summary>
/// <typeparam name="TBus">The transport's register window.</typeparam>
/// <typeparam name="TMemory">Memory that the device reaches.</typeparam>
internal sealed class VirtioDrive<TBus, TMemory> : DiskDevice<TMemory>
    where TBus : struct, IRegisterBus
    where TMemory : struct, IDmaMemory
{
    private const int MostSlots = 64;
    private const int MostResets = 1;

    // After a failed start, the device is tried again after this part of a request's patience.
    private const ulong RestsInPatience = 15;
    private readonly ulong _patience;
    private readonly DiskRequest<TMemory>?[] _given = new DiskRequest<TMemory>?[MostSlots];
    private readonly List<DiskRequest<TMemory>> _waiting = new();
    private readonly Queue<DiskRequest<TMemory>> _done = new();
    private VirtioBlock<TBus, TMemory> _device;
    private bool _isBroken = true;
    private ulong _restEnd;
    private ulong _order;

    /// <summary>
    /// The device at <paramref name="bus"/>, with <see cref="VirtioBlock{TBus,TMemory}.MemoryBytes"/> of memory for itself. A request that
    /// takes longer than <paramref name="patience"/> is lost.
    /// </summary>
    internal VirtioDrive(TBus bus, TMemory memory, ulong patience)
    {
        _device = new VirtioBlock<TBus, TMemory>(bus, memory);
        _patience = patience;
    }

    /// <inheritdoc/>
    internal override ulong Sectors => _device.Sectors;

    /// <inheritdoc/>
    internal override bool IsReadOnly => _device.IsReadOnly;

    /// <inheritdoc/>
    internal override bool HasDiscard => _device.MostDiscarded != 0;

    /// <inheritdoc/>
    internal override uint BlockBytes => _device.BlockBytes;

    /// <inheritdoc/>
    internal override uint MostInFlight => _device.Slots;

    /// <inheritdoc/>
    internal override bool IsMovedByCpu => false;

    /// <summary>
    /// Resets the device, which a predecessor may have used, and brings it up. Errors of
    /// <see cref="VirtioBlock{TBus,TMemory}.Start"/>.
    /// </summary>
    internal override ErrorCode Start()
    {
        ErrorCode error = _device.Start();
        _isBroken = error != ErrorCode.None;
        return error;
    }

    /// <inheritdoc/>
    internal override void Add(DiskRequest<TMemory> request, ulong now)
    {
        request.Order = _order++;
        _waiting.Add(request);
        Give(now);
    }

    /// <inheritdoc/>
    internal override void OnInterrupt(ulong now)
    {
        _device.TakeInterrupt();
        ErrorCode error = TakeAll();
        if (error == ErrorCode.Corrupt || (InFlight != 0 && !_isBroken && _device.NeedsReset))
        {
            Recover(now);
        }

        Give(now);
    }

    /// <inheritdoc/>
    internal override void OnTime(ulong now)
    {
        OnInterrupt(now);
        foreach (DiskRequest<TMemory>? request in _given)
        {
            if (request is not null && request.Deadline <= now)
            {
                Recover(now);
                Give(now);
                return;
            }
        }
    }

    /// <inheritdoc/>
    internal override DiskRequest<TMemory>? TakeDone() => _done.Count == 0 ? null : _done.Dequeue();

    private ErrorCode TakeAll()
    {
        while (true)
        {
            Result<uint> slot = _isBroken ? ErrorCode.WouldBlock : _device.Take();
            if (!slot.IsOk)
            {
                return slot.Error;
            }

            DiskRequest<TMemory>? request = _given[(int)slot.Value];
            if (request is null)
            {
                return ErrorCode.Corrupt;
            }

            _given[(int)slot.Value] = null;
            InFlight--;
            Finish(request, slot.Value);
        }
    }

    private void Finish(DiskRequest<TMemory> request, uint slot)
    {
        bool isTransfer = request.Operation is DiskOperation.Read or DiskOperation.Write;
        ErrorCode error = _device.Finish(slot, request.Data, request.Offset, isTransfer ? request.Count * SectorBytes : 0);
        if (request.Operation == DiskOperation.Serial)
        {
            ReadSerial(slot);
        }

        if (request.Operation == DiskOperation.Discard && error == ErrorCode.None)
        {
            request.Progress += request.Piece;
            if (request.Progress < request.Count)
            {
                _waiting.Insert(0, request);
                return;
            }
        }

        End(request, error);
    }

    private void ReadSerial(uint slot)
    {
        string text = "";
        for (uint i = 0; i < VirtioBlock<TBus, TMemory>.SerialBytes; i++)
        {
            byte letter = _device.SerialByte(slot, i);
            if (letter == 0)
            {
                break;
            }

            text += letter is > 0x20 and < 0x7F ? (char)letter : '?';
        }

        Serial = text;
    }

    private void End(DiskRequest<TMemory> request, ErrorCode result)
    {
        request.Result = result;
        _done.Enqueue(request);
    }

    // Gives the waiting requests to the device, in order, as far as it has room.
    private void Give(ulong now)
    {
        if (_waiting.Count != 0 && !IsUp(now))
        {
            FailAll();
        }

        bool isGiven = false;
        for (int i = 0; i < _waiting.Count && _device.HasRoom;)
        {
            DiskRequest<TMemory> request = _waiting[i];
            if (request.Operation == DiskOperation.Flush && MustWait(request))
            {
                i++;
                continue;
            }

            _waiting.RemoveAt(i);
            Result<uint> slot = Begin(request);
            if (slot.IsOk)
            {
                isGiven = true;
                InFlight++;
                request.Deadline = now + _patience;
                _given[(int)slot.Value] = request;
            }
            else
            {
                // A disk without a write cache has nothing to flush.
                bool isDurable = request.Operation == DiskOperation.Flush && slot.Error == ErrorCode.NotSupported;
                End(request, isDurable ? ErrorCode.None : slot.Error);
            }
        }

        if (isGiven)
        {
            _device.Notify();
        }
    }

    // An attempt takes time, and holds up the requests of every disk.
    private bool IsUp(ulong now)
    {
        if (_isBroken && InFlight == 0 && now >= _restEnd)
        {
            Note(Start(), now);
        }

        return !_isBroken;
    }

    private void Note(ErrorCode start, ulong now) => _restEnd = start == ErrorCode.None ? 0 : now + (_patience / RestsInPatience);

    private Result<uint> Begin(DiskRequest<TMemory> request)
    {
        bool isTransfer = request.Operation is DiskOperation.Read or DiskOperation.Write;
        bool hasRange = isTransfer || request.Operation == DiskOperation.Discard;
        ulong most = isTransfer ? uint.MaxValue / SectorBytes : uint.MaxValue;
        if (hasRange && (request.Count > most || request.Sector > Sectors || request.Count > Sectors - request.Sector))
        {
            return ErrorCode.InvalidArgument;
        }

        return request.Operation switch
        {
            DiskOperation.Discard => _device.Discard(request.Sector + request.Progress, request.Piece = NextPiece(request)),
            DiskOperation.Flush => _device.Flush(),
            DiskOperation.Serial => _device.AskSerial(),
            _ => _device.Transfer(
                request.Operation == DiskOperation.Write,
                request.Sector,
                request.Data,
                request.Offset,
                request.Count * SectorBytes),
        };
    }

    private uint NextPiece(DiskRequest<TMemory> request)
    {
        uint left = request.Count - request.Progress;
        uint most = _device.MostDiscarded;
        return most != 0 && left > most ? most : left;
    }

    // A flush makes durable only finished writes: earlier writes of its client must come first.
    private bool MustWait(DiskRequest<TMemory> flush)
    {
        foreach (DiskRequest<TMemory>? request in _given)
        {
            if (request is not null && IsBefore(request, flush))
            {
                return true;
            }
        }

        foreach (DiskRequest<TMemory> request in _waiting)
        {
            if (IsBefore(request, flush))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBefore(DiskRequest<TMemory> request, DiskRequest<TMemory> flush) =>
        request.Operation == DiskOperation.Write && request.Client == flush.Client && request.Order < flush.Order;

    // A reset takes the requests away from the device. Until one succeeds, the device may still write to their memory.
    private void Recover(ulong now)
    {
        Resets++;
        ErrorCode error = Start();
        Note(error, now);
        if (error != ErrorCode.None && _device.HoldsMemory)
        {
            KeepAll(now);
            return;
        }

        for (int i = MostSlots - 1; i >= 0; i--)
        {
            DiskRequest<TMemory>? request = _given[i];
            _given[i] = null;
            if (request is null)
            {
                continue;
            }

            InFlight--;
            if (error != ErrorCode.None || request.Resets++ >= MostResets)
            {
                End(request, ErrorCode.DeviceError);
            }
            else
            {
                _waiting.Insert(0, request);
            }
        }
    }

    // The next attempt is made when they have taken too long again.
    private void KeepAll(ulong now)
    {
        foreach (DiskRequest<TMemory>? request in _given)
        {
            if (request is not null)
            {
                request.Deadline = now + _patience;
            }
        }
    }

    private void FailAll()
    {
        foreach (DiskRequest<TMemory> request in _waiting)
        {
            End(request, ErrorCode.DeviceError);
        }

        _waiting.Clear();
    }
}
