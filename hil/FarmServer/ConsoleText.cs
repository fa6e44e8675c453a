// A machine's bytes as lines of a page.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace RustKernel.Hil.FarmServer;

/// <summary>Keeps the latest lines. Control characters become \xNN: a machine's bytes reach no browser as they are.</summary>
public sealed class ConsoleText
{
    private const int MostLines = 5000;
    private const int MostLetters = 2048;
    private readonly Queue<string> _lines = new();
    private readonly StringBuilder _line = new();

    /// <summary>The number of the first line that is kept, counted from 1.</summary>
    public int First { get; private set; } = 1;

    /// <summary>The lines that are kept.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            foreach (string line in _lines)
            {
                yield return line;
            }

            if (_line.Length > 0)
            {
                yield return _line.ToString();
            }
        }
    }

    /// <summary>Adds what came.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (value == '\n')
            {
                EndLine();
            }
            else if (value != '\r' && _line.Length < MostLetters)
            {
                _ = value is >= 0x20 and < 0x7F or (byte)'\t'
                    ? _line.Append((char)value)
                    : _line.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
            }
        }
    }

    private void EndLine()
    {
        _lines.Enqueue(_line.ToString());
        _line.Clear();
        if (_lines.Count > MostLines)
        {
            _lines.Dequeue();
            First++;
        }
    }
}
