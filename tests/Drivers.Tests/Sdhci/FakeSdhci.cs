// A host controller with a card: registers, lines, a buffer of one block, ADMA2. It takes time, and fails on request.

using System;
using System.Buffers.Binary;
using RustKernel.Drivers.Tests.Virtio;

namespace RustKernel.Drivers.Tests.Sdhci;

/// <summary>
/// Like BCM2711: 32-bit accesses only, a write too soon after another is lost, below 200 kHz it hangs. Like QEMU: register 0x00 must
/// not be accessed. ADMA2 reads descriptors and moves data in the device's view of <see cref="TwoViewMemory"/>.
/// </summary>
public sealed class FakeSdhci : FakeDevice
{
    private const uint CommandComplete = 1u << 0;
    private const uint TransferComplete = 1u << 1;
    private const uint WriteReady = 1u << 4;
    private const uint ReadReady = 1u << 5;
    private const uint CommandTimeout = 1u << 16;
    private const uint CommandCrc = 1u << 17;
    private const uint DataTimeout = 1u << 20;
    private const uint DataCrc = 1u << 21;
    private const uint AdmaError = 1u << 25;
    private const long CommandTime = 5_000;
    private const long BlockTime = 20_000;
    private const long BusyTime = 300_000;
    private readonly FakeTime _time;
    private readonly TwoViewMemory? _memory;
    private readonly uint[] _answer = new uint[4];
    private readonly byte[] _buffer = new byte[FakeSdCard.SectorBytes];
    private uint _block, _argument, _mode, _status, _statusEnable, _signalEnable, _host, _clock, _table;
    private int _resetReads, _at, _bytes, _done;
    private bool _isMoving, _isBufferFull, _takesBlock, _isCommandOnItsWay;
    private long _lastWrite = long.MinValue / 2;

    public FakeSdhci(FakeTime time, FakeSdCard card, TwoViewMemory? memory = null)
    {
        _time = time;
        _memory = memory;
        Card = card;
        Capabilities = 0x0120_6400 | (memory is null ? 0 : 1u << 19);
    }

    public FakeSdCard Card { get; set; }

    /// <summary>100 MHz, high speed, 3.3 V.</summary>
    public uint Capabilities { get; set; }

    public bool IsStuckInReset { get; set; }

    public bool IsUnstable { get; set; }

    public bool IsWriteProtected { get; set; }

    /// <summary>Data neither arrives nor fails.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The card never finishes its writing.</summary>
    public bool IsBusyForEver { get; set; }

    /// <summary>How many answers arrive damaged.</summary>
    public int DamagedAnswers { get; set; }

    /// <summary>The answer after this many others arrives damaged; 0: none.</summary>
    public int DamageAfter { get; set; }

    /// <summary>How many blocks arrive damaged.</summary>
    public int DamagedBlocks { get; set; }

    public int Resets { get; private set; }

    public bool InterruptLine => (_status & _signalEnable) != 0;

    public uint HostControl => _host;

    /// <summary>Hertz of the card's clock.</summary>
    public long Hertz
    {
        get
        {
            long divider = ((_clock >> 8) & 0xFF) | ((_clock << 2) & 0x300);
            long source = 1_000_000L * ((Capabilities >> 8) & 0xFF);
            source = source == 0 ? 100_000_000 : source;
            return (_clock & 4) == 0 ? 0 : divider == 0 ? source : source / (2 * divider);
        }
    }

    private int BlockBytes => (int)(_block & 0xFFF);

    private int Blocks => (_mode & 0x20) == 0 ? 1 : (int)(_block >> 16);

    public override uint Read32(uint offset)
    {
        _time.Pass(100);
        switch (offset)
        {
            case 0x10 or 0x14 or 0x18 or 0x1C: return _answer[(offset - 0x10) / 4];
            case 0x20: return TakeWord();
            case 0x24: return Present();
            case 0x28: return _host;
            case 0x2C: return ReadClock();
            case 0x30: return _status;
            case 0x34: return _statusEnable;
            case 0x38: return _signalEnable;
            case 0x40: return Capabilities;
            case 0xFC: return 0x0002_0000;
            default: throw Wrong("read32", offset);
        }
    }

    public override void Write32(uint offset, uint value)
    {
        _time.Pass(100);
        if (offset != 0x20)
        {
            long least = Hertz == 0 ? 10_000 : Hertz <= 400_000 ? 2_000_000_000 / Hertz : 0;
            FakeSdCard.Require(
                _time.Nanoseconds - _lastWrite >= least,
                $"a write of 0x{offset:x} that is lost: too soon after the last one");
            _lastWrite = _time.Nanoseconds;
        }

        switch (offset)
        {
            case 0x04: FakeSdCard.Require(!_isMoving, "a block size while data moves"); _block = value; break;
            case 0x08: _argument = value; break;
            case 0x0C: Send(value); break;
            case 0x20: PutWord(value); break;
            case 0x28: _host = value; break;
            case 0x2C: WriteClock(value); break;
            case 0x30: _status &= ~value; break;
            case 0x34: _statusEnable = value; break;
            case 0x38: _signalEnable = value; break;
            case 0x58: _table = value; break;
            default: throw Wrong("write32", offset);
        }
    }

    private uint Present() =>
        0x01F0_0000u & (_isMoving && IsBusyForEver ? ~(1u << 20) : uint.MaxValue)
        | (Card.IsPulled ? 0 : 1u << 16) | (IsWriteProtected ? 0 : 1u << 19)
        | (_isCommandOnItsWay ? 1u : 0) | (_isMoving ? 2u : 0) | (_takesBlock ? 1u << 10 : 0) | (_isBufferFull ? 1u << 11 : 0);

    private uint ReadClock()
    {
        if (_resetReads > 0 && !IsStuckInReset && --_resetReads == 0)
        {
            _clock &= 0x00FF_FFFF;
        }

        return (_clock & ~2u) | ((_clock & 1) != 0 && !IsUnstable ? 2u : 0);
    }

    private void WriteClock(uint value)
    {
        _clock = value & ~2u;
        FakeSdCard.Require(Hertz is 0 or >= 200_000, $"a clock of {Hertz} Hz, at which it hangs");
        FakeSdCard.Require((value & 4) == 0 || (value & 1) != 0, "the card's clock without its own");
        if ((value & 0x0700_0000) == 0)
        {
            return;
        }

        Resets++;
        _resetReads = 3;
        _time.Forget();
        (_isMoving, _isBufferFull, _takesBlock, _isCommandOnItsWay) = (false, false, false, false);
        if ((value & 0x0100_0000) != 0)
        {
            (_block, _argument, _status, _statusEnable, _signalEnable, _host) = (0, 0, 0, 0, 0, 0);
            _clock = 0x0100_0000;
        }
    }

    private void Raise(uint bits) => _status |= bits & _statusEnable;

    private void Send(uint command)
    {
        FakeSdCard.Require(Hertz > 0 && (_host & 0x100) != 0, "a command without clock or power");
        FakeSdCard.Require(!_isCommandOnItsWay, "a command while another is on its way");
        bool hasData = (command & (1u << 21)) != 0;
        int index = (int)(command >> 24) & 63;
        bool isBusy = ((command >> 16) & 3) == 3;
        FakeSdCard.Require(index == 12 || !((hasData || isBusy) && _isMoving), "data while data moves");
        bool isTooFast = Hertz > (Card.State < 3 ? 400_000 : Card.IsFast ? 50_000_000 : 25_000_000);
        FakeSdCard.Require(!isTooFast || Card.State < 3, $"{Hertz} Hz in state {Card.State}");
        _isCommandOnItsWay = true;
        if (hasData)
        {
            _mode = command;
        }

        // A card that was just inserted does not understand fast clocks.
        uint[]? answer = isTooFast ? null : Card.Do(index, _argument);
        _time.After(CommandTime, () => Answer(command, index, answer, hasData, isBusy));
    }

    private void Answer(uint command, int index, uint[]? answer, bool hasData, bool isBusy)
    {
        _isCommandOnItsWay = false;
        bool isWanted = ((command >> 16) & 3) != 0;
        if (answer is not null && isWanted && DamageAfter > 0 && --DamageAfter == 0)
        {
            DamagedAnswers++;
        }

        if (answer is not null && isWanted && DamagedAnswers > 0)
        {
            DamagedAnswers--;
            Raise(CommandCrc);
            return;
        }

        if (isWanted && answer is null)
        {
            Raise(CommandTimeout);
            return;
        }

        answer?.CopyTo(_answer, 0);
        Raise(CommandComplete);
        if (hasData && (answer?[0] & 0x8000_0000) == 0)
        {
            BeginData(index);
        }
        else if (isBusy)
        {
            _isMoving = true;
            _time.After(BusyTime, EndBusy);
        }
    }

    private void EndBusy()
    {
        if (!IsBusyForEver)
        {
            _isMoving = false;
            Raise(TransferComplete);
        }
    }

    private void BeginData(int index)
    {
        (_isMoving, _done, _at, _bytes) = (true, 0, 0, BlockBytes);
        FakeSdCard.Require(Blocks == 1 || (_mode & 2) != 0, "several blocks that are not counted");
        bool isCounted = Card.Counted is int counted && counted == Blocks;
        FakeSdCard.Require(index is not (18 or 25) || isCounted != ((_mode & 4) != 0), "blocks that nothing ends, or two things do");
        FakeSdCard.Require(((_host & 2) != 0) == Card.IsWide || index is 51 or 6, "as many lines as the card has");
        if ((_mode & 1) != 0)
        {
            _time.After(BlockTime * Blocks, MoveAll);
        }
        else if ((_mode & 0x10) != 0)
        {
            _time.After(BlockTime, () => FillBuffer(index));
        }
        else
        {
            _takesBlock = true;
            Raise(WriteReady);
        }
    }

    private void FillBuffer(int index)
    {
        if (IsSilent)
        {
            return;
        }

        if (Fails(Card.First + _done))
        {
            return;
        }

        Span<byte> block = _buffer.AsSpan(0, BlockBytes);
        block.Clear();
        if (index == 51)
        {
            block[0] = 2;
            block[1] = (byte)(Card.IsNarrow ? 1 : 5);
            block[3] = (byte)(Card.HasSetBlockCount ? 2 : 0);
        }
        else if (index == 6)
        {
            block[13] = (byte)(Card.HasHighSpeed ? 3 : 1);
            block[16] = (byte)(Card.IsFast ? 1 : Card.HasHighSpeed && (_argument >> 31) == 0 ? 1 : 0);
        }
        else
        {
            Card.Contents.AsSpan((Card.First + _done) * BlockBytes, BlockBytes).CopyTo(block);
        }

        _at = 0;
        _isBufferFull = true;
        Raise(ReadReady);
    }

    private bool Fails(int sector)
    {
        if (Card.IsPulled || Card.Bad.Contains(sector))
        {
            Raise(DataTimeout);
            return true;
        }

        if (DamagedBlocks > 0)
        {
            DamagedBlocks--;
            Raise(DataCrc);
            return true;
        }

        return false;
    }

    private uint TakeWord()
    {
        FakeSdCard.Require(_isBufferFull, "a word of an empty buffer");
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_at));
        _at += 4;
        if (_at == _bytes)
        {
            _isBufferFull = false;
            if (++_done == Blocks)
            {
                _time.After(1_000, End);
            }
            else
            {
                _time.After(BlockTime, () => FillBuffer(17));
            }
        }

        return word;
    }

    private void PutWord(uint value)
    {
        FakeSdCard.Require(_takesBlock, "a word into a full buffer");
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_at), value);
        _at += 4;
        if (_at == _bytes)
        {
            _at = 0;
            _takesBlock = false;
            _time.After(BlockTime, TakeBlock);
        }
    }

    private void TakeBlock()
    {
        if (Fails(Card.First + _done))
        {
            return;
        }

        _buffer.AsSpan(0, BlockBytes).CopyTo(Card.Contents.AsSpan((Card.First + _done) * BlockBytes));
        if (++_done == Blocks)
        {
            _time.After(BusyTime, End);
        }
        else
        {
            _takesBlock = true;
            Raise(WriteReady);
        }
    }

    private void End()
    {
        if (IsBusyForEver && (_mode & 0x10) == 0)
        {
            return;
        }

        _isMoving = false;
        Card.EndData((_mode & 0x10) == 0, Blocks);
        if ((_mode & 0xC) == 4)
        {
            // The controller's own CMD12: its answer has the status, which the card then clears.
            _answer[3] = Card.Status(6)[0];
        }

        Raise(TransferComplete);
    }

    // Descriptors in the device's view: 8 bytes, valid 1, end 2, transfer 0x20, length 0 is 65536.
    private void MoveAll()
    {
        FakeSdCard.Require(_memory is not null && (_host & 0x18) == 0x10, "ADMA2 that was not chosen");
        int total = Blocks * BlockBytes;
        ulong at = _table;
        bool isRead = (_mode & 0x10) != 0;
        for (int moved = 0; ; at += 8)
        {
            Span<byte> descriptor = _memory!.Device(at, 8);
            ushort attributes = BinaryPrimitives.ReadUInt16LittleEndian(descriptor);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[2..]);
            ulong address = BinaryPrimitives.ReadUInt32LittleEndian(descriptor[4..]);
            length = length == 0 ? 65536 : length;
            if ((attributes & 0x31) != 0x21 || moved + length > total)
            {
                Raise(AdmaError);
                return;
            }

            for (int block = 0; block < length; block += BlockBytes)
            {
                int sector = Card.First + ((moved + block) / BlockBytes);
                if (IsSilent || Fails(sector))
                {
                    return;
                }

                Span<byte> there = _memory.Device(address + (ulong)block, BlockBytes);
                Span<byte> here = Card.Contents.AsSpan(sector * BlockBytes, BlockBytes);
                if (isRead)
                {
                    here.CopyTo(there);
                    _memory.DeviceWrote(address + (ulong)block, BlockBytes);
                }
                else
                {
                    there.CopyTo(here);
                }
            }

            moved += length;
            if ((attributes & 2) != 0)
            {
                FakeSdCard.Require(moved == total, "descriptors for fewer bytes than the transfer has");
                _time.After(isRead ? 1_000 : BusyTime, End);
                return;
            }
        }
    }
}
