using System;

namespace RustKernel.Diagnostics;

/// <summary>Splits a text into words at one separator, without copies; skips empty words.</summary>
public ref struct WordReader
{
    private readonly byte _separator;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads <paramref name="text"/>, split at <paramref name="separator"/>.</summary>
    public WordReader(ReadOnlySpan<byte> text, byte separator)
    {
        _rest = text;
        _separator = separator;
        Current = default;
    }

    /// <summary>The word that <see cref="MoveNext"/> found.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Moves to the next word; false at the end.</summary>
    public bool MoveNext()
    {
        while (_rest.Length > 0)
        {
            int end = _rest.IndexOf(_separator);
            Current = end < 0 ? _rest : _rest.Slice(0, end);
            _rest = end < 0 ? default : _rest.Slice(end + 1);
            if (Current.Length > 0)
            {
                return true;
            }
        }

        Current = default;
        return false;
    }
}
