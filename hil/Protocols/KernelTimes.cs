// The times that the kernel writes with its results: within one boot they never fall.

using System.Collections.Generic;

namespace RustKernel.Hil.Protocols;

/// <summary>
/// Compares the sequence number and time of each checked line with all others of the boot. A line that the serial line repeated or moved
/// fits in its own place. A line that contradicts them is from another boot, or the clock fell. Not thread-safe.
/// </summary>
internal sealed class KernelTimes
{
    private const int MaximumLines = 100_000;
    private readonly HashSet<(long Sequence, long Time)> _boot = [];
    private readonly List<(long Sequence, long Time)> _document = [];
    private long _latest;
    private long _beforeDocument;

    /// <summary>A document starts: its numbers start again, and the time continues.</summary>
    public void BeginDocument()
    {
        _document.Clear();
        _beforeDocument = _latest;
    }

    /// <summary>Another boot starts.</summary>
    public void Forget()
    {
        _boot.Clear();
        _document.Clear();
        _latest = 0;
        _beforeDocument = 0;
    }

    /// <summary>Takes a line's number and its time, µs; returns what is wrong with the time, empty when nothing is.</summary>
    public string Take(long sequence, long time)
    {
        bool isKnown = _boot.Contains((sequence, time));
        bool falls = time < _latest && !isKnown && !IsInPlace(sequence, time);
        string wrong = falls ? $"the kernel's time falls from {_latest} to {time} µs" : "";
        if (falls)
        {
            Forget();
        }

        if (_boot.Count < MaximumLines && !isKnown)
        {
            _boot.Add((sequence, time));
            _document.Add((sequence, time));
        }

        _latest = time > _latest ? time : _latest;
        return wrong;
    }

    private bool IsInPlace(long sequence, long time)
        => time >= _beforeDocument
            && _document.Exists(line => line.Sequence > sequence)
            && _document.TrueForAll(line => line.Sequence < sequence ? line.Time <= time : line.Sequence > sequence && line.Time >= time);
}
