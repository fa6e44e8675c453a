// An SD card as its host sees it: states, answers, sectors; and cards that lie, fail or are missing.

using System;
using System.Collections.Generic;

namespace RustKernel.Drivers.Tests.Sdhci;

/// <summary>Answers commands like the specification's state machine, and reports what a driver must not do.</summary>
public sealed class FakeSdCard
{
    public const int SectorBytes = 512;
    private const uint Illegal = 1u << 22;
    private const uint OutOfRange = 1u << 31;
    private const uint GeneralError = 1u << 19;
    private const uint EraseSequence = 1u << 28;
    private uint _status;
    private bool _isApplication;
    private int _asked;
    private int _eraseStart = -1;
    private int _eraseEnd = -1;

    public FakeSdCard(int sectors, bool isHighCapacity, uint serial = 0x1234_5678)
    {
        Contents = new byte[sectors * SectorBytes];
        IsHighCapacity = isHighCapacity;
        new Random(sectors).NextBytes(Contents);
        Identification = [0, 0, 0, 0];
        SetField(Identification, 127, 120, 3);
        SetField(Identification, 103, 72, 0x4641_4B45);
        SetField(Identification, 71, 64, '!');
        SetField(Identification, 55, 24, serial);
        Csd = [0, 0, 0, 0];
        SetField(Csd, 127, 126, isHighCapacity ? 1u : 0);
        SetField(Csd, 95, 84, 0x5B5);
        SetField(Csd, 83, 80, 9);
        SetField(Csd, 46, 46, 1);
        if (isHighCapacity)
        {
            SetField(Csd, 69, 48, (uint)(sectors / 1024) - 1);
        }
        else
        {
            SetField(Csd, 73, 62, (uint)(sectors / 4) - 1);
        }
    }

    public byte[] Contents { get; }

    public bool IsHighCapacity { get; }

    public uint[] Csd { get; }

    public uint[] Identification { get; }

    /// <summary>Idle 0, ready 1, identification 2, stand-by 3, transfer 4, data 5, receive 6, programming 7.</summary>
    public int State { get; private set; }

    public bool IsVersion1 { get; set; }

    public bool IsMmc { get; set; }

    public bool IsPulled { get; set; }

    public bool EchoesWrong { get; set; }

    public bool HasSetBlockCount { get; set; }

    public bool IsNarrow { get; set; }

    public bool HasHighSpeed { get; set; } = true;

    /// <summary>How often ACMD41 returns "not yet".</summary>
    public int NotReady { get; set; } = 2;

    /// <summary>Sectors whose data never arrives.</summary>
    public HashSet<int> Bad { get; } = [];

    /// <summary>Sectors that it cannot write, which it reports in its status afterwards.</summary>
    public HashSet<int> Worn { get; } = [];

    /// <summary>The commands that the card got, by index; application commands from 100.</summary>
    public List<int> Got { get; } = [];

    public int? Counted { get; private set; }

    public bool IsWide { get; private set; }

    public bool IsFast { get; private set; }

    public int First { get; private set; }

    /// <summary>Bits 127:8 of a register, as in a controller.</summary>
    public static void SetField(uint[] words, int high, int low, uint value)
    {
        for (int bit = low; bit <= high; bit++)
        {
            int at = bit - 8;
            words[at / 32] = (words[at / 32] & ~(1u << (at % 32))) | (((value >> (bit - low)) & 1) << (at % 32));
        }
    }

    /// <summary>The answer, word 0 first; null: none.</summary>
    public uint[]? Do(int index, uint argument)
    {
        if (IsPulled)
        {
            return null;
        }

        bool isApplication = _isApplication;
        _isApplication = false;
        Got.Add(isApplication ? 100 + index : index);
        return isApplication ? DoApplication(index, argument) : DoPlain(index, argument);
    }

    /// <summary>Informs the card that the data has ended.</summary>
    public void EndData(bool isWrite, int count)
    {
        for (int i = 0; i < count && isWrite; i++)
        {
            _status |= Worn.Contains(First + i) ? GeneralError : 0;
        }

        State = 4;
        Counted = null;
    }

    public uint[] Status(int state)
    {
        uint word = _status | ((uint)state << 9) | (state == 7 ? 0 : 0x100u) | (_isApplication ? 0x20u : 0);
        _status = 0;
        return [word];
    }

    public void Add(uint status) => _status |= status;

    private uint[]? DoPlain(int index, uint argument)
    {
        int before = State;
        switch (index)
        {
            case 0:
                (State, _asked, _status, IsWide, IsFast, Counted) = (0, 0, 0, false, false, null);
                return null;
            case 8 when before == 0 && !IsVersion1 && !IsMmc:
                return [EchoesWrong ? 0x1ABu : argument];
            case 55 when !IsMmc:
                _isApplication = true;
                return Status(before);
            case 2 when before == 1:
                State = 2;
                return Identification;
            case 3 when before == 2:
                State = 3;
                return [0xABCD_0500];
            case 9 when before == 3:
                return Csd;
            case 7 when before == 3 && argument == 0xABCD_0000:
                State = 4;
                return Status(before);
            case 16 when before == 4:
                return Status(before);
            case 6 when before == 4:
                IsFast = HasHighSpeed && (argument >> 31) != 0;
                State = 5;
                return Status(before);
            case 13 when before >= 3:
                return argument == 0xABCD_0000 ? Status(before) : null;
            case 12 when before is 5 or 6:
                State = 4;
                Counted = null;
                return Status(before);
            case 23 when before == 4 && HasSetBlockCount:
                Counted = (int)argument;
                return Status(before);
            case 17 or 18 or 24 or 25 when before == 4:
                return Transfer(index, argument);
            case 32 when before == 4:
                _eraseStart = Sector(argument);
                return Status(before);
            case 33 when before == 4:
                _eraseEnd = Sector(argument);
                return Status(before);
            case 38 when before == 4:
                return Erase();
            default:
                _status |= Illegal;
                return null;
        }
    }

    private uint[]? DoApplication(int index, uint argument)
    {
        switch (index)
        {
            case 41 when State is 0:
                bool isReady = _asked++ >= NotReady;
                State = isReady ? 1 : 0;
                bool isHigh = IsHighCapacity && (argument & (1u << 30)) != 0;
                return [0x00FF_8000 | (isReady ? 0x8000_0000 : 0) | (isReady && isHigh ? 1u << 30 : 0)];
            case 51 when State == 4:
                State = 5;
                return Status(4);
            case 6 when State == 4:
                Require(argument is 0 or 2 && (argument == 0 || !IsNarrow), "a card that has one line");
                IsWide = argument == 2;
                return Status(4);
            default:
                // A number that is no application command means the plain command.
                return DoPlain(index, argument);
        }
    }

    private uint[] Transfer(int index, uint argument)
    {
        First = Sector(argument);
        int count = index is 17 or 24 ? 1 : Counted ?? 1;
        if (First + count > Contents.Length / SectorBytes)
        {
            _status |= OutOfRange;
            return Status(4);
        }

        State = index < 20 ? 5 : 6;
        return Status(4);
    }

    private uint[] Erase()
    {
        if (_eraseStart < 0 || _eraseEnd < _eraseStart || (_eraseEnd + 1) * SectorBytes > Contents.Length)
        {
            _status |= EraseSequence;
            return Status(4);
        }

        Contents.AsSpan(_eraseStart * SectorBytes, (_eraseEnd + 1 - _eraseStart) * SectorBytes).Clear();
        (_eraseStart, _eraseEnd) = (-1, -1);
        return Status(4);
    }

    private int Sector(uint argument)
    {
        Require(IsHighCapacity || argument % SectorBytes == 0, $"byte address 0x{argument:x}");
        return (int)(IsHighCapacity ? argument : argument / SectorBytes);
    }

    internal static void Require(bool isSo, string what)
    {
        if (!isSo)
        {
            throw new InvalidOperationException("no card or controller forgives: " + what);
        }
    }
}
