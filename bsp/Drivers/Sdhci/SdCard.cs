// An SD card at a host controller: identification, one transfer at a time, and recovery after an error. Owns the
// controller and its descriptors; keeps no list of requests and knows no client.

using System;
using RustKernel.Drivers.Registers.Sdhci;

namespace RustKernel.Drivers.Sdhci;

/// <summary>
/// One card [SD, SDHCI]. One caller at a time. Call <see cref="Start"/> first. Begin a transfer, then call
/// <see cref="Work"/> at each interrupt of the controller until it is over; after an error call <see cref="Recover"/>. A
/// finished write is durable: the card was no longer busy.
/// </summary>
/// <typeparam name="TBus">The controller's register window.</typeparam>
/// <typeparam name="TClock">The time.</typeparam>
/// <typeparam name="TMemory">Memory that the controller reaches.</typeparam>
internal struct SdCard<TBus, TClock, TMemory>
    where TBus : struct, IRegisterBus
    where TClock : struct, ISdhciClock
    where TMemory : struct, IDmaMemory
{
    /// <summary>Bytes of a sector.</summary>
    internal const uint SectorBytes = 512;

    /// <summary>Most sectors of one transfer.</summary>
    internal const uint MostSectors = 65535;

    /// <summary>Most sectors of one erasure: a card takes up to 250 ms for 4 MiB.</summary>
    internal const uint MostErased = 8192;

    /// <summary>Bytes of memory for descriptors.</summary>
    internal const uint TableBytes = 4096;

    private const uint WordBytes = 4;
    private const uint SectorWords = SectorBytes / WordBytes;
    private const uint CheckPattern = 0x1AA;
    private const uint AllVoltages = 0x00FF_8000;
    private const uint HighCapacity = 1u << 30;
    private const uint PoweredUp = 1u << 31;
    private const uint AddressMask = 0xFFFF_0000;
    private const uint StatusErrors = 0xFDF9_8008;

    // The word of the response with the answer to the controller's own CMD12. [SDHCI, Response Register]
    private const uint StopAnswer = 3;
    private const uint StateReady = (4u << 9) | (1u << 8);
    private const uint StateMask = (15u << 9) | (1u << 8);
    private const uint PowerUpMicroseconds = 1_000_000;
    private const uint ClocksMicroseconds = 1000;
    private const uint PauseMicroseconds = 1000;
    private const uint DefaultHertz = 25_000_000;
    private const uint HighHertz = 50_000_000;
    private const uint AskHighSpeed = 0x00FF_FFF1;
    private const uint TakeHighSpeed = 0x80FF_FFF1;
    private const int SwitchWords = 16;
    private const uint FourLines = 2;
    private const uint DescriptorBytes = 8;
    private const uint DescriptorData = 0x21;
    private const uint DescriptorLast = 0x02;
    private const uint MostDescribed = 65536;

    private SdhciController<TBus, TClock> _controller;
    private TMemory _table;
    private bool _hasTable;
    private uint _address;
    private SdCardData _data;
    private Identity _identity;
    private bool _hasSetBlockCount;
    private bool _isWriteAllowed;

    // The current transfer.
    private TMemory _memory;
    private uint _offset;
    private uint _bytes;
    private uint _moved;
    private bool _isWrite;
    private bool _isDma;
    private bool _isErase;
    private bool _isStopped;
    private bool _isComplete;

    /// <summary>The card at the controller behind <paramref name="bus"/>; accesses nothing.</summary>
    internal SdCard(TBus bus, TClock clock)
    {
        this = default;
        _controller = new SdhciController<TBus, TClock>(bus, clock);
    }

    /// <summary>Sectors of the card.</summary>
    internal readonly ulong Sectors => _data.Sectors;

    /// <summary>True when every write is refused.</summary>
    internal readonly bool IsReadOnly => _data.IsReadOnly || !_isWriteAllowed;

    /// <summary>True when it can erase.</summary>
    internal readonly bool CanErase => _data.CanErase && !IsReadOnly;

    /// <summary>True when the controller can move the bytes itself; it then needs <see cref="UseTable"/>.</summary>
    internal readonly bool HasADMA2 => _controller.HasADMA2;

    /// <summary>
    /// True when the controller may still move bytes of an abandoned transfer, whose memory is not free until a reset succeeds.
    /// </summary>
    internal bool MayStillMove { get; private set; }

    /// <summary>Which card it is.</summary>
    internal readonly Identity Identification => _identity;

    /// <summary>
    /// Provides <see cref="TableBytes"/> of memory for descriptors: from now on the controller moves the bytes of transfers that it
    /// can reach.
    /// </summary>
    internal void UseTable(TMemory table)
    {
        _table = table;
        _hasTable = IsReached(table, 0, TableBytes);
    }

    /// <summary>
    /// Resets the controller, which a predecessor may have used, and identifies the card; with <paramref name="isCareful"/> it stays
    /// at 25 MHz. <see cref="ErrorCode.NotFound"/>: no card answers; <see cref="ErrorCode.NotSupported"/>: it is of another kind;
    /// <see cref="ErrorCode.Corrupt"/>: its data is impossible; <see cref="ErrorCode.TimedOut"/>,
    /// <see cref="ErrorCode.DeviceError"/>: it stops responding.
    /// </summary>
    internal ErrorCode Start(bool isCareful)
    {
        _data = default;
        (_hasSetBlockCount, _isErase) = (false, false);
        ErrorCode error = _controller.Reset();
        MayStillMove &= error != ErrorCode.None;
        error = error == ErrorCode.None ? _controller.SetClock(SdhciController<TBus, TClock>.IdentificationHertz) : error;
        if (error != ErrorCode.None)
        {
            return error;
        }

        // 74 clocks before the first command; and the card may still be busy with an earlier driver's last write.
        _controller.Clock.Wait(ClocksMicroseconds);
        AwaitCard();
        error = PowerUp(out bool isHighCapacity);
        error = error == ErrorCode.None ? Identify(isHighCapacity) : error;
        error = error == ErrorCode.None ? Select() : error;
        error = error == ErrorCode.None ? Widen(isCareful) : error;
        if (error == ErrorCode.None)
        {
            _isWriteAllowed = _controller.IsWriteAllowed;
            _controller.SetSignals();
        }

        return error;
    }

    /// <summary>
    /// Begins to read or write <paramref name="sectors"/> from <paramref name="sector"/> on, from or to <paramref name="memory"/> at
    /// <paramref name="offset"/>. <see cref="ErrorCode.InvalidArgument"/>: none, too many, or past the card's end;
    /// <see cref="ErrorCode.AccessDenied"/>: it is read-only; otherwise errors of <see cref="Work"/>.
    /// </summary>
    internal ErrorCode Begin(bool isWrite, ulong sector, TMemory memory, uint offset, uint sectors)
    {
        if (sectors is 0 or > MostSectors || sector > Sectors || sectors > Sectors - sector)
        {
            return ErrorCode.InvalidArgument;
        }

        if (isWrite && IsReadOnly)
        {
            return ErrorCode.AccessDenied;
        }

        (_memory, _offset, _bytes, _moved) = (memory, offset, sectors * SectorBytes, 0);
        (_isWrite, _isErase, _isComplete) = (isWrite, false, false);
        _isDma = _hasTable && IsReached(memory, offset, _bytes);
        bool isMultiple = sectors > 1;
        _isStopped = isMultiple && !_hasSetBlockCount;
        ErrorCode error = isMultiple && _hasSetBlockCount ? Ask(SdCommands.SetBlockCount, sectors) : ErrorCode.None;
        error = error == ErrorCode.None ? _controller.AwaitData() : error;
        if (error != ErrorCode.None)
        {
            return error;
        }

        _controller.SetBlocks(sectors, SectorBytes);
        if (_isDma)
        {
            Describe();
            MayStillMove = true;
        }

        return Ask(SdCommands.Transfer(isWrite, isMultiple, _hasSetBlockCount, _isDma), AddressOf(sector));
    }

    /// <summary>
    /// Begins to erase at most <see cref="MostErased"/> sectors. <see cref="ErrorCode.NotSupported"/> without <see cref="CanErase"/>;
    /// otherwise as <see cref="Begin"/>.
    /// </summary>
    internal ErrorCode BeginErase(ulong sector, uint sectors)
    {
        if (!CanErase)
        {
            return ErrorCode.NotSupported;
        }

        if (sectors is 0 or > MostErased || sector > Sectors || sectors > Sectors - sector)
        {
            return ErrorCode.InvalidArgument;
        }

        (_bytes, _moved) = (0, 0);
        (_isDma, _isWrite, _isErase) = (false, true, true);
        (_isStopped, _isComplete) = (false, false);
        ErrorCode error = Ask(SdCommands.EraseStart, AddressOf(sector));
        error = error == ErrorCode.None ? Ask(SdCommands.EraseEnd, AddressOf(sector + sectors - 1)) : error;
        return error == ErrorCode.None ? Ask(SdCommands.Erase, 0, isLong: true) : error;
    }

    /// <summary>
    /// Continues the current transfer as far as the controller is ready. None: it is done; <see cref="ErrorCode.WouldBlock"/>: not
    /// yet, an interrupt will come; <see cref="ErrorCode.TimedOut"/>, <see cref="ErrorCode.DeviceError"/>: it failed, and the card
    /// needs <see cref="Recover"/>.
    /// </summary>
    internal ErrorCode Work()
    {
        while (true)
        {
            InterruptStatus status = _controller.TakeStatus();
            ErrorCode error = SdhciController<TBus, TClock>.ErrorOf(status);
            if (error != ErrorCode.None)
            {
                return error;
            }

            _isComplete |= status.TransferComplete;
            uint before = _moved;
            if (!_isDma)
            {
                MoveBlocks();
            }

            bool isMoved = _isDma || _moved == _bytes;
            if (_isComplete)
            {
                return isMoved ? Finish() : ErrorCode.DeviceError;
            }

            if (before == _moved)
            {
                return ErrorCode.WouldBlock;
            }
        }
    }

    /// <summary>
    /// Abandons a transfer and makes the card ready for the next. On an error the card is not ready and needs
    /// <see cref="Start"/>.
    /// </summary>
    internal ErrorCode Recover()
    {
        ErrorCode error = _controller.ResetLines();
        if (error != ErrorCode.None)
        {
            return error;
        }

        MayStillMove = false;

        // A card with nothing to stop does not answer; one that should have stopped and did not is then not ready.
        _ = _isErase ? ErrorCode.None : _controller.Send(SdCommands.StopTransmission, 0);
        error = AwaitReady();
        _controller.SetSignals();
        return error == ErrorCode.DeviceError ? AwaitReady() : error;
    }

    // CMD0, CMD8, ACMD41: which kind of card, and its supply.
    private ErrorCode PowerUp(out bool isHighCapacity)
    {
        isHighCapacity = false;
        _ = _controller.Send(SdCommands.GoIdle, 0);
        ErrorCode error = _controller.Send(SdCommands.SendInterfaceCondition, CheckPattern);
        if (error == ErrorCode.DeviceError)
        {
            return error;
        }

        bool isVersion2 = error == ErrorCode.None;
        if (isVersion2 && (_controller.Answer(0) & 0xFFF) != CheckPattern)
        {
            return ErrorCode.NotSupported;
        }

        if (!isVersion2)
        {
            // A card of version 1 treats it as an error.
            _ = _controller.Send(SdCommands.GoIdle, 0);
        }

        ulong end = _controller.Clock.Microseconds + PowerUpMicroseconds;
        while (true)
        {
            error = _controller.Send(SdCommands.Application, 0);
            if (error != ErrorCode.None)
            {
                return !isVersion2 && error == ErrorCode.TimedOut ? ErrorCode.NotFound : error;
            }

            error = _controller.Send(SdCommands.SendOperatingConditions, AllVoltages | (isVersion2 ? HighCapacity : 0));
            if (error != ErrorCode.None)
            {
                return error == ErrorCode.TimedOut ? ErrorCode.NotSupported : error;
            }

            uint conditions = _controller.Answer(0);
            if ((conditions & PoweredUp) != 0)
            {
                isHighCapacity = (conditions & HighCapacity) != 0;
                return (conditions & AllVoltages) == 0 ? ErrorCode.NotSupported : ErrorCode.None;
            }

            if (_controller.Clock.Microseconds > end)
            {
                return ErrorCode.TimedOut;
            }

            _controller.Clock.Wait(PauseMicroseconds);
        }
    }

    // CMD2, CMD3, CMD9.
    private ErrorCode Identify(bool isHighCapacity)
    {
        Span<uint> words = stackalloc uint[4];
        ErrorCode error = _controller.Send(SdCommands.AllSendIdentification, 0);
        TakeAnswer(words);
        _identity = new Identity(words);
        error = error == ErrorCode.None ? _controller.Send(SdCommands.SendRelativeAddress, 0) : error;
        _address = _controller.Answer(0) & AddressMask;
        error = error == ErrorCode.None ? _controller.Send(SdCommands.SendSpecificData, _address) : error;
        TakeAnswer(words);
        return error == ErrorCode.None ? SdCardData.Read(words, isHighCapacity, out _data) : error;
    }

    // CMD7, CMD16.
    private ErrorCode Select()
    {
        ErrorCode error = _controller.SetClock(DefaultHertz);
        error = error == ErrorCode.None ? Ask(SdCommands.Select, _address) : error;
        return error == ErrorCode.None && !_data.IsHighCapacity ? Ask(SdCommands.SetBlockLength, SectorBytes) : error;
    }

    // ACMD51, ACMD6, CMD6: what makes it faster.
    private ErrorCode Widen(bool isCareful)
    {
        Span<uint> configuration = stackalloc uint[2];
        ErrorCode error = Ask(SdCommands.Application, _address);
        error = error == ErrorCode.None ? _controller.Read(SdCommands.SendConfiguration, 0, configuration) : error;
        if (error != ErrorCode.None)
        {
            return error;
        }

        // The most significant byte comes first. [SD, SCR Register]
        bool isWide = ((configuration[0] >> 8) & 4) != 0;
        _hasSetBlockCount = ((configuration[0] >> 24) & 2) != 0;
        if (isWide)
        {
            error = Ask(SdCommands.Application, _address);
            error = error == ErrorCode.None ? Ask(SdCommands.SetBusWidth, FourLines) : error;
            if (error != ErrorCode.None)
            {
                return error;
            }
        }

        _controller.SetLines(isWide, isFast: false);
        if (isCareful || !_data.CanSwitch || !_controller.HasHighSpeed || (configuration[0] & 15) == 0)
        {
            return ErrorCode.None;
        }

        return SwitchToHighSpeed(isWide);
    }

    // A card that does not switch stays at its speed.
    private ErrorCode SwitchToHighSpeed(bool isWide)
    {
        Span<uint> status = stackalloc uint[SwitchWords];
        ErrorCode error = _controller.Read(SdCommands.Switch, AskHighSpeed, status);
        if (error != ErrorCode.None || ((status[3] >> 8) & 2) == 0)
        {
            return error == ErrorCode.None ? error : Recover();
        }

        error = _controller.Read(SdCommands.Switch, TakeHighSpeed, status);
        if (error != ErrorCode.None || (status[4] & 15) != 1)
        {
            return error == ErrorCode.None ? error : Recover();
        }

        _controller.SetLines(isWide, isFast: true);
        return _controller.SetClock(HighHertz);
    }

    private readonly void TakeAnswer(Span<uint> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = _controller.Answer((uint)i);
        }
    }

    // A command whose answer is the card's status, which may contain an error.
    private ErrorCode Ask(TransferMode command, uint argument, bool isLong = false)
    {
        ErrorCode error = _controller.Send(command, argument, isLong);
        return error == ErrorCode.None && (_controller.Answer(0) & StatusErrors) != 0 ? ErrorCode.DeviceError : error;
    }

    private readonly uint AddressOf(ulong sector) => (uint)(_data.IsHighCapacity ? sector : sector * SectorBytes);

    // ADMA2 takes 32-bit addresses, in steps of 4 bytes.
    private static bool IsReached(TMemory memory, uint offset, uint bytes)
    {
        ulong first = memory.DeviceAddress + offset;
        return (first & (WordBytes - 1)) == 0 && first <= uint.MaxValue && bytes - 1 <= uint.MaxValue - first;
    }

    // A contiguous piece of memory: one descriptor for each 64 KiB. [SDHCI, ADMA2 Descriptor Table]
    private void Describe()
    {
        uint address = (uint)(_memory.DeviceAddress + _offset);
        uint at = 0;
        for (uint done = 0; done < _bytes;)
        {
            uint piece = _bytes - done < MostDescribed ? _bytes - done : MostDescribed;
            uint last = done + piece == _bytes ? DescriptorLast : 0;
            _table.Write32(at, DescriptorData | last | ((piece & 0xFFFF) << 16));
            _table.Write32(at + WordBytes, address + done);
            done += piece;
            at += DescriptorBytes;
        }

        // For a read: no line of it may be written back over what the controller writes.
        _table.ToDevice(0, at);
        _memory.ToDevice(_offset, _bytes);
        _table.OrderAll();
        _controller.SetTable((uint)_table.DeviceAddress);
    }

    private void MoveBlocks()
    {
        while (_moved < _bytes && (_isWrite ? _controller.TakesBlock : _controller.HasBlock))
        {
            uint at = _offset + _moved;
            for (uint i = 0; i < SectorWords; i++, at += WordBytes)
            {
                if (_isWrite)
                {
                    _controller.PutWord(_memory.Read32(at));
                }
                else
                {
                    _memory.Write32(at, _controller.TakeWord());
                }
            }

            _moved += SectorBytes;
        }
    }

    private ErrorCode Finish()
    {
        MayStillMove = false;
        if (_isWrite)
        {
            // An error while the card wrote stays in its status until an answer carries it: the answer to CMD12, if the
            // controller sent that. For a read it may only say that the last sector has no next one.
            bool isFailed = _isStopped && (_controller.Answer(StopAnswer) & StatusErrors) != 0;
            return isFailed ? ErrorCode.DeviceError : AwaitReady();
        }

        if (_isDma)
        {
            _memory.OrderAll();
            _memory.FromDevice(_offset, _bytes);
        }

        return ErrorCode.None;
    }

    // CMD13 until the card is ready for the next transfer.
    private ErrorCode AwaitReady()
    {
        ulong end = _controller.Clock.Microseconds + SdhciController<TBus, TClock>.BusyMicroseconds;
        while (true)
        {
            ErrorCode error = Ask(SdCommands.SendStatus, _address);
            if (error != ErrorCode.None || (_controller.Answer(0) & StateMask) == StateReady)
            {
                return error;
            }

            if (_controller.Clock.Microseconds > end)
            {
                return ErrorCode.TimedOut;
            }

            _controller.Clock.Wait(PauseMicroseconds);
        }
    }

    private readonly void AwaitCard()
    {
        ulong end = _controller.Clock.Microseconds + SdhciController<TBus, TClock>.BusyMicroseconds;
        while (_controller.IsCardBusy && _controller.Clock.Microseconds <= end)
        {
            _controller.Clock.Wait(PauseMicroseconds);
        }
    }

    /// <summary>The card's identification: unique to the card. [SD, CID Register]</summary>
    internal readonly struct Identity
    {
        private readonly ulong _low;
        private readonly ulong _high;

        internal Identity(ReadOnlySpan<uint> words)
        {
            _low = words[0] | ((ulong)words[1] << 32);
            _high = words[2] | ((ulong)words[3] << 32);
        }

        /// <summary>The serial number.</summary>
        internal uint SerialNumber => (uint)(_low >> 16);

        /// <summary>Letter <paramref name="index"/> (0 to 4) of the product's name.</summary>
        internal byte NameLetter(int index) => Byte(11 - index);

        /// <summary>True for the same card.</summary>
        internal bool IsSame(in Identity other) => _low == other._low && _high == other._high;

        private byte Byte(int at) => (byte)(at < 8 ? _low >> (8 * at) : _high >> (8 * (at - 8)));
    }
}
