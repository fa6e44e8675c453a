// The part of a console of any length that a report shows.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Reports.Consoles;

/// <summary>
/// Keeps the first <see cref="HeadLines"/> and the last <see cref="TailLines"/> lines, and, around every line that shows a failure,
/// <see cref="LinesBefore"/> and <see cref="LinesAfter"/>, at most <see cref="MostAroundFailures"/> in all; of each line at most
/// <see cref="MostBytes"/> bytes. A console that is shorter is kept whole. Memory does not grow with the console.
/// </summary>
public sealed class ConsoleExcerpt
{
    /// <summary>Lines kept from the start.</summary>
    public const int HeadLines = 1000;

    /// <summary>Lines kept from the end.</summary>
    public const int TailLines = 1000;

    /// <summary>Lines kept before a line that shows a failure.</summary>
    public const int LinesBefore = 50;

    /// <summary>Lines kept after a line that shows a failure.</summary>
    public const int LinesAfter = 100;

    /// <summary>Lines kept around failures, in all.</summary>
    public const int MostAroundFailures = 3000;

    /// <summary>Bytes kept of a line.</summary>
    public const int MostBytes = 2048;

    private readonly LineSplitter _splitter = new();
    private readonly LineEnds _ends = new();
    private readonly List<Entry> _kept = [];
    private readonly Queue<Entry> _recent = new();
    private long _lines;
    private long _lineStart;
    private long _position;
    private long _wantedUpTo;
    private long _lastNanoseconds;
    private int _aroundFailures;

    /// <summary>Bytes taken.</summary>
    public long Bytes { get; private set; }

    /// <summary>Lines taken, one that has not ended included.</summary>
    public long LineCount => _lines + (_splitter.Pending.Length > 0 ? 1 : 0);

    /// <summary>The lines kept, in order. Where numbers are missing, lines were left out.</summary>
    public IReadOnlyList<ConsoleLine> Lines
    {
        get
        {
            IEnumerable<Entry> entries = _kept.Concat(_recent);
            if (_splitter.Pending.Length > 0)
            {
                entries = entries.Append(Make(_splitter.Pending, _lines + 1, _lastNanoseconds));
            }

            return [.. entries.Select(
                entry => new ConsoleLine(entry.Number, entry.Offset, entry.Nanoseconds, ConsoleText.Of(entry.Bytes), entry.CutBytes))];
        }
    }

    /// <summary>Takes <paramref name="bytes"/>, received at <paramref name="nanoseconds"/> since the run's start.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, long nanoseconds)
    {
        _lastNanoseconds = nanoseconds;
        while (bytes.Length > 0)
        {
            // Line by line, because a line's length in the stream is not known to the splitter's receiver.
            int end = bytes.IndexOf((byte)'\n');
            int length = end < 0 ? bytes.Length : end + 1;
            _position += length;
            _splitter.Feed(_ends.Undo(bytes[..length]), nanoseconds, TakeLine);
            bytes = bytes[length..];
        }

        Bytes = _position;
    }

    private static bool TellsOfFailure(ReadOnlySpan<byte> line)
        => line.IndexOf("PANIC: "u8) >= 0 || line.TrimStart((byte)' ').StartsWith("not ok "u8) || line.StartsWith("# unknown "u8);

    private void TakeLine(ReadOnlySpan<byte> line, long startNanoseconds, long endNanoseconds, bool overlong)
    {
        _lines++;
        bool tells = TellsOfFailure(line) || (_lines > 1 && line.StartsWith("RustKernel v"u8));
        Entry entry = Make(line, _lines, endNanoseconds);
        _lineStart = _position;
        if (tells)
        {
            _wantedUpTo = _lines + LinesAfter;
            foreach (Entry before in _recent)
            {
                before.IsWanted |= before.Number >= _lines - LinesBefore;
            }
        }

        entry.IsWanted = _lines <= _wantedUpTo;
        if (_kept.Count < HeadLines)
        {
            _kept.Add(entry);
        }
        else
        {
            _recent.Enqueue(entry);
        }

        if (_recent.Count > TailLines)
        {
            Leave(_recent.Dequeue());
        }
    }

    private void Leave(Entry entry)
    {
        if (!entry.IsWanted || _aroundFailures >= MostAroundFailures)
        {
            return;
        }

        _aroundFailures++;
        _kept.Add(entry);
    }

    private Entry Make(ReadOnlySpan<byte> line, long number, long nanoseconds)
    {
        ReadOnlySpan<byte> shown = line.Length > MostBytes ? line[..MostBytes] : line;
        // CR and LF are not counted as missing.
        long cut = line.Length > MostBytes || line.Length >= LineSplitter.MaximumLineBytes ? _position - _lineStart - shown.Length : 0;
        return new Entry(number, _lineStart, nanoseconds, shown.ToArray(), cut);
    }

    private sealed record Entry(long Number, long Offset, long Nanoseconds, byte[] Bytes, long CutBytes)
    {
        public bool IsWanted { get; set; }
    }
}
