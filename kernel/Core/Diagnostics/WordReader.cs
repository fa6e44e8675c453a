// Words of a text, one after the other, without copies.

using System;

namespace RustKernel.Diagnostics;

/// <summary>Cuts a text at one separator; empty words are left out.</summary>
public ref struct WordReader
{
    private readonly byte _separator;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads <paramref name="text"/>, cut at <paramref name="separator"/>.</summary>
    public WordReader(ReadOnlySpan<byte> text, byte separator)
    {
        _rest = text;
        _separator = separator;
        Current = default;
    }

    /// <summary>The word that <see cref="MoveNext"/> found.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Goes to the next word; false at the end.</summary>
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
