// Datagrams in fragments. [RFC 791, RFC 815; overlaps as RFC 5722 rules for IPv6]

using System;
using System.Collections.Generic;

namespace RustKernel.Services.Internet;

/// <summary>A datagram of which fragments have come. Overlapping fragments end the whole datagram: only attacks send such.</summary>
internal sealed class Reassembly(Reassembler all, ulong hosts, uint key) : TimedItem
{
    private const int MostBytes = 65535 - Wire.IPv4Header;
    private const int MostPieces = 128;

    private readonly List<(int Start, int End)> _pieces = [];
    private byte[] _bytes = [];
    private int _total = -1;

    /// <summary>Source and destination.</summary>
    public ulong Hosts => hosts;

    /// <summary>Identification and protocol.</summary>
    public uint Key => key;

    /// <summary>The first fragment's header; empty until it comes.</summary>
    public byte[] Header { get; private set; } = [];

    /// <summary>Every byte is there.</summary>
    public bool IsWhole => _total >= 0 && _pieces.Count == 1 && _pieces[0].Start == 0 && _pieces[0].End == _total;

    /// <summary>The datagram's bytes, without the header.</summary>
    public ReadOnlySpan<byte> Payload => _bytes.AsSpan(0, _total);

    /// <summary>The first 8 bytes for an ICMP error, as far as they have come.</summary>
    public ReadOnlySpan<byte> Beginning =>
        _pieces.Count == 0 || _pieces[0].Start != 0 ? default : _bytes.AsSpan(0, _pieces[0].End < 8 ? _pieces[0].End : 8);

    /// <summary>Adds a fragment. False: it contradicts the others, and the datagram must be dropped.</summary>
    public bool Add(ReadOnlySpan<byte> header, int offset, bool isLast, ReadOnlySpan<byte> data)
    {
        int end = offset + data.Length;
        if (data.Length == 0 || end > MostBytes || (!isLast && (data.Length & 7) != 0))
        {
            return false;
        }

        if ((isLast && _total >= 0 && _total != end) || (_total >= 0 && end > _total) || (isLast && FurthestEnd() > end))
        {
            return false;
        }

        if (!Insert(offset, end, out bool isRepeated))
        {
            return isRepeated;
        }

        _total = isLast ? end : _total;
        Header = offset == 0 ? header.ToArray() : Header;
        if (_bytes.Length < end)
        {
            int size = _total >= 0 ? _total : end * 2 < MostBytes ? end * 2 : MostBytes;
            Array.Resize(ref _bytes, size > _bytes.Length ? size : end);
        }

        data.CopyTo(_bytes.AsSpan(offset));
        return true;
    }

    public override void OnDeadline(long now) => all.OnDeadline(this, now);

    private int FurthestEnd() => _pieces.Count == 0 ? 0 : _pieces[_pieces.Count - 1].End;

    // False: it overlaps another fragment, or lies within known data (isRepeated: a duplicate, which is harmless).
    private bool Insert(int start, int end, out bool isRepeated)
    {
        int index = 0;
        while (index < _pieces.Count && _pieces[index].End <= start)
        {
            index++;
        }

        isRepeated = index < _pieces.Count && _pieces[index].Start <= start && end <= _pieces[index].End;
        if (index < _pieces.Count && _pieces[index].Start < end)
        {
            return false;
        }

        bool joinsLeft = index > 0 && _pieces[index - 1].End == start;
        bool joinsRight = index < _pieces.Count && _pieces[index].Start == end;
        if (joinsLeft && joinsRight)
        {
            _pieces[index - 1] = (_pieces[index - 1].Start, _pieces[index].End);
            _pieces.RemoveAt(index);
        }
        else if (joinsLeft)
        {
            _pieces[index - 1] = (_pieces[index - 1].Start, end);
        }
        else if (joinsRight)
        {
            _pieces[index] = (start, _pieces[index].End);
        }
        else if (_pieces.Count >= MostPieces)
        {
            return false;
        }
        else
        {
            _pieces.Insert(index, (start, end));
        }

        return true;
    }
}
