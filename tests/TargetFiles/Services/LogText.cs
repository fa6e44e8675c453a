// The text in the service log.

using System;
using System.Collections.Generic;
using System.Text;

namespace RustKernel.Services;

/// <summary>Like the target's ring: the last bytes, by their positions since the first one.</summary>
internal sealed class LogText
{
    internal const int MostBytes = 128 * 1024;
    private const int MostAnswered = 3072;
    private readonly List<byte> _text = [];

    /// <summary>How many reads succeed before the next one fails; below zero, all do.</summary>
    internal int GoodReads { get; set; } = -1;

    internal bool Fails() => GoodReads >= 0 && GoodReads-- == 0;

    internal void Add(string text) => _text.AddRange(Encoding.UTF8.GetBytes(text));

    internal byte[] Read(ulong position, out ulong next)
    {
        int start = Math.Max(_text.Count - MostBytes, (int)Math.Min(position, (ulong)_text.Count));
        int count = Math.Min(_text.Count - start, MostAnswered);
        int last = count == MostAnswered ? _text.LastIndexOf((byte)'\n', start + count - 1, count) : -1;
        count = last < 0 ? count : last + 1 - start;
        next = (ulong)(start + count);
        return [.. _text.GetRange(start, count)];
    }
}
