// A property value as a list of NUL-terminated strings.

using System;

namespace RustKernel.DeviceTree;

/// <summary>Enumerates the strings of a value; a last one without NUL counts.</summary>
public ref struct DeviceTreeStrings
{
    private ReadOnlySpan<byte> _rest;

    internal DeviceTreeStrings(ReadOnlySpan<byte> value)
    {
        _rest = value;
        Current = default;
    }

    /// <summary>The current string, without NUL.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly DeviceTreeStrings GetEnumerator() => this;

    /// <summary>Moves to the next string; false when there is none.</summary>
    public bool MoveNext()
    {
        if (_rest.Length == 0)
        {
            return false;
        }

        int end = 0;
        while (end < _rest.Length && _rest[end] != 0)
        {
            end++;
        }

        Current = _rest.Slice(0, end);
        _rest = _rest.Slice(end < _rest.Length ? end + 1 : end);
        return true;
    }
}
