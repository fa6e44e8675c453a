using System;

namespace RustKernel.Services.Console;

/// <summary>Collects a writer's line, so that lines of several writers do not mix.</summary>
internal sealed class LineBuffer
{
    private const int MaximumBytes = 400;
    private readonly byte[] _bytes = new byte[MaximumBytes];
    private readonly string _prefix;
    private int _count;

    /// <summary>Lines begin with <paramref name="name"/> and a colon, or with nothing if there is no name.</summary>
    internal LineBuffer(string name)
    {
        _prefix = name.Length == 0 ? "" : name + ": ";
        Clear();
    }

    /// <summary>The line so far.</summary>
    internal ReadOnlySpan<byte> Text => new(_bytes, 0, _count);

    /// <summary>
    /// Adds a byte. True: the line is complete, or as long as lines may be. What would move the cursor becomes a question mark, so no
    /// writer overwrites another's line or name.
    /// </summary>
    internal bool Add(byte value)
    {
        if (value == (byte)'\n')
        {
            return true;
        }

        if (value == (byte)'\r')
        {
            return false;
        }

        _bytes[_count++] = value is < (byte)' ' or 0x7F ? (byte)'?' : value;
        return _count == MaximumBytes;
    }

    /// <summary>Begins a new line.</summary>
    internal void Clear()
    {
        _count = 0;
        foreach (char letter in _prefix)
        {
            _bytes[_count++] = (byte)letter;
        }
    }
}
