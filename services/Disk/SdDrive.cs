// An SD card with its requests: which wait, which one the card has, which are finished. Pure but for registers and memory; also runs under
// .NET.

using System.Collections.Generic;
using RustKernel.Drivers.Sdhci;

namespace RustKernel.Services.Disk;

/// <summary>
/// Takes any number of requests for a card that handles one at a time, in their order. A request that fails, or takes too long, is tried
/// once more and then fails; if necessary, the card is identified again in between. After a card could not be identified, requests fail at
/// once for <see cref="RestMicroseconds"/>. A controller that cannot even be reset keeps its request until it can. If the card was
/// exchanged, it is left alone: clients do not know its sectors. One caller at a time. Times are counter values.
/// </summary>
/// <typeparam name="TBus">The controller's register window.</typeparam>
/// <typeparam name="TClock">The clock for the driver's waits.</typeparam>
/// <typeparam name="TMemory">Memory that the controller reaches.</typeparam>
internal sealed class SdDrive<TBus, TClock, TMemory> : DiskDevice<TMemory>
    where TBus : struct, IRegisterBus
    where TClock : struct, ISdhciClock
    where TMemory : struct, IDmaMemory
{
    /// <summary>
    /// How long to wait before the next attempt after a card could not be identified: an attempt takes seconds, and holds up every request.
    /// </summary>
    internal const uint RestMicroseconds = 2_000_000;

    private const int MostResets = 1;
    private const int NameLetters = 5;
    private const int MostRecoveries = 3;
    private const int MostStarts = 3;
    private readonly ulong _patience;
    private readonly TClock _clock;
    private readonly List<DiskRequest<TMemory>> _waiting = new();
    private readonly Queue<DiskRequest<TMemory>> _done = new();
    private SdCard<TBus, TClock, TMemory> _card;
    private SdCard<TBus, TClock, TMemory>.Identity _identity;
    private DiskRequest<TMemory>? _current;
    private DiskRequest<TMemory>? _held;
    private bool _isBroken = true;
    private bool _isKnown;
    private int _recoveries;
    private ulong _restEnd;

    /// <summary>
    /// The card of the controller at <paramref name="bus"/>. A request that takes longer than <paramref name="patience"/> is lost.
    /// </summary>
    internal SdDrive(TBus bus, TClock clock, ulong patience)
    {
        _card = new SdCard<TBus, TClock, TMemory>(bus, clock);
        _clock = clock;
        _patience = patience;
    }

    /// <inheritdoc/>
    internal override ulong Sectors => _card.Sectors;

    /// <inheritdoc/>
    internal override bool IsReadOnly => _card.IsReadOnly;

    /// <inheritdoc/>
    internal override bool HasDiscard => _card.CanErase;

    /// <inheritdoc/>
    internal override uint BlockBytes => SectorBytes;

    /// <inheritdoc/>
    internal override uint MostInFlight => 1;

    /// <summary>True: the CPU moves what the controller does not reach.</summary>
    internal override bool IsMovedByCpu => true;

    /// <summary>The controller needs <see cref="UseTable"/>.</summary>
    internal bool WantsTable => _card.HasADMA2;

    /// <summary>As <see cref="SdCard{TBus,TClock,TMemory}.UseTable"/>.</summary>
    internal void UseTable(TMemory table) => _card.UseTable(table);

    /// <summary>
    /// Resets the controller and identifies the card, in up to <see cref="MostStarts"/> attempts. Takes seconds if the card answers late or
    /// never. Errors of <see cref="SdCard{TBus,TClock,TMemory}.Start"/>; <see cref="ErrorCode.InvalidState"/>: it is another card than
    /// before.
    /// </summary>
    internal override ErrorCode Start()
    {
        // A card that keeps failing at high speed is started without it.
        ErrorCode error = ErrorCode.DeviceError;
        for (int i = 0; i < MostStarts && error is ErrorCode.DeviceError or ErrorCode.TimedOut; i++)
        {
            error = _card.Start(isCareful: _recoveries >= MostRecoveries);
        }

        if (error == ErrorCode.None && _isKnown && !_identity.IsSame(_card.Identification))
        {
            error = ErrorCode.InvalidState;
        }

        if (error == ErrorCode.None)
        {
            _identity = _card.Identification;
            _isKnown = true;
        }
        else
        {
            _restEnd = _clock.Microseconds + RestMicroseconds;
        }

        _isBroken = error != ErrorCode.None;
        if (_held is DiskRequest<TMemory> held && !_card.MayStillMove)
        {
            _held = null;
            Finish(held, ErrorCode.DeviceError);
        }

        return error;
    }

    /// <inheritdoc/>
    internal override void Add(DiskRequest<TMemory> request, ulong now)
    {
        _waiting.Add(request);
        Go(now);
    }

    /// <inheritdoc/>
    internal override void OnInterrupt(ulong now)
    {
        Look(now);
        Go(now);
    }

    /// <inheritdoc/>
    internal override void OnTime(ulong now)
    {
        Look(now);
        if (_current is not null && _current.Deadline <= now)
        {
            Fail();
        }

        if (_held is not null)
        {
            _ = IsUp();
        }

        Go(now);
    }

    /// <inheritdoc/>
    internal override DiskRequest<TMemory>? TakeDone() => _done.Count == 0 ? null : _done.Dequeue();

    // Takes the card's progress with the current request.
    private void Look(ulong now)
    {
        if (_current is null)
        {
            return;
        }

        ErrorCode error = _card.Work();
        if (error == ErrorCode.WouldBlock)
        {
            return;
        }

        if (error != ErrorCode.None)
        {
            Fail();
            return;
        }

        DiskRequest<TMemory> request = _current;
        _recoveries = 0;
        if (request.Operation == DiskOperation.Discard)
        {
            request.Progress += Piece(request);
            if (request.Progress < request.Count)
            {
                Begin(request, now);
                return;
            }
        }

        Finish(request, ErrorCode.None);
    }

    // Gives requests to the card one by one, until one must wait for it.
    private void Go(ulong now)
    {
        while (_current is null && _waiting.Count != 0)
        {
            if (!IsUp())
            {
                FailAll();
                return;
            }

            DiskRequest<TMemory> next = _waiting[0];
            _waiting.RemoveAt(0);
            Begin(next, now);
            Look(now);
        }
    }

    private bool IsUp() => !_isBroken || (_clock.Microseconds >= _restEnd && Start() == ErrorCode.None);

    private void FailAll()
    {
        foreach (DiskRequest<TMemory> request in _waiting)
        {
            End(request);
        }

        _waiting.Clear();
    }

    private void Begin(DiskRequest<TMemory> request, ulong now)
    {
        _current = request;
        InFlight = 1;
        request.Deadline = now + _patience;
        ErrorCode error = request.Operation switch
        {
            DiskOperation.Serial => ReadSerial(),

            // Requests are carried out in order, and a finished write is durable.
            DiskOperation.Flush => ErrorCode.None,
            DiskOperation.Discard => BeginErase(request),
            _ => request.Count > SdCard<TBus, TClock, TMemory>.MostSectors
                ? ErrorCode.InvalidArgument
                : _card.Begin(
                    request.Operation == DiskOperation.Write,
                    request.Sector,
                    request.Data,
                    request.Offset,
                    request.Count),
        };
        if (error is ErrorCode.TimedOut or ErrorCode.DeviceError)
        {
            Fail();
        }
        else if (error != ErrorCode.None || request.Operation is DiskOperation.Serial or DiskOperation.Flush)
        {
            Finish(request, error);
        }
    }

    private ErrorCode BeginErase(DiskRequest<TMemory> request) =>
        request.Count > Sectors || request.Sector > Sectors - request.Count
            ? ErrorCode.InvalidArgument
            : _card.BeginErase(request.Sector + request.Progress, Piece(request));

    private static uint Piece(DiskRequest<TMemory> request)
    {
        uint left = request.Count - request.Progress;
        return left < SdCard<TBus, TClock, TMemory>.MostErased ? left : SdCard<TBus, TClock, TMemory>.MostErased;
    }

    // Tries the request once more, or fails it; first the card must accept requests again.
    private void Fail()
    {
        DiskRequest<TMemory> request = _current!;
        _current = null;
        InFlight = 0;
        Resets++;
        _recoveries++;
        _isBroken = _card.Recover() != ErrorCode.None || _recoveries >= MostRecoveries;
        if (request.Resets++ < MostResets)
        {
            _waiting.Insert(0, request);
        }
        else
        {
            End(request);
        }
    }

    // The request failed. A controller that cannot be reset may still write to its memory: then its client gets the answer after a reset.
    private void End(DiskRequest<TMemory> request)
    {
        if (request.Resets > 0 && _card.MayStillMove)
        {
            _held = request;
            InFlight = 1;
            return;
        }

        Finish(request, ErrorCode.DeviceError);
    }

    private void Finish(DiskRequest<TMemory> request, ErrorCode result)
    {
        _current = null;
        InFlight = _held is null ? 0 : 1;
        request.Result = result;
        _done.Enqueue(request);
    }

    private ErrorCode ReadSerial()
    {
        string text = "";
        for (int i = 0; i < NameLetters; i++)
        {
            byte letter = _identity.NameLetter(i);
            text += letter is > 0x20 and < 0x7F ? (char)letter : '?';
        }

        Serial = text + "-";
        for (int shift = 28; shift >= 0; shift -= 4)
        {
            Serial += "0123456789abcdef"[(int)((_identity.SerialNumber >> shift) & 15)];
        }

        return ErrorCode.None;
    }
}
