// A number as decimal digits: 0.d1d2d3… times ten to the scale. Formatting writes it and parsing reads it.

namespace System;

internal ref struct Digits
{
    private readonly Span<char> _text;

    internal Digits(Span<char> room)
    {
        _text = room;
        Count = 0;
        Scale = 0;
        Decimals = 0;
        IsNegative = false;
        HasMore = false;
    }

    /// <summary>The number of digits; the last is not 0, unless a caller asked for that many digits of a real number.</summary>
    internal int Count { get; private set; }

    /// <summary>Digits before the decimal point.</summary>
    internal int Scale { get; set; }

    /// <summary>Digits after the point in the parsed text.</summary>
    internal int Decimals { get; set; }

    internal bool IsNegative { get; set; }

    /// <summary>The dropped digits are not all zero.</summary>
    internal bool HasMore { get; set; }

    internal readonly bool IsZero => Count == 0;

    /// <summary>The digit at <paramref name="index"/>; 0 beyond the last.</summary>
    internal readonly char this[int index] => (uint)index < (uint)Count ? _text[index] : '0';

    internal readonly ReadOnlySpan<char> Text => _text.Slice(0, Count);

    internal void Add(char digit)
    {
        if (Count < _text.Length)
        {
            _text[Count++] = digit;
        }
        else
        {
            HasMore |= digit != '0';
        }
    }

    internal void Set(ulong value)
    {
        Count = 0;
        Scale = 0;
        for (ulong rest = value; rest != 0; rest /= 10)
        {
            Scale++;
        }

        for (int i = Scale - 1; i >= 0; i--)
        {
            _text[i] = (char)('0' + (value % 10));
            value /= 10;
        }

        Count = Scale;
        Trim();
    }

    /// <summary>
    /// Keeps <paramref name="count"/> digits, rounding halves away from zero; if that is 0 or less, only a 1 before them may be left.
    /// </summary>
    internal void Round(int count)
    {
        if (count >= Count)
        {
            return;
        }

        bool isUp = count >= 0 && _text[count] >= '5';
        Count = Math.Max(count, 0);
        if (isUp)
        {
            Increment();
        }

        Trim();
    }

    /// <summary>Adds one in the last place.</summary>
    internal void Increment()
    {
        while (Count > 0 && _text[Count - 1] == '9')
        {
            Count--;
        }

        if (Count == 0)
        {
            _text[Count++] = '1';
            Scale++;
        }
        else
        {
            _text[Count - 1]++;
        }
    }

    internal void Trim()
    {
        while (Count > 0 && _text[Count - 1] == '0')
        {
            Count--;
        }

        Scale = Count == 0 ? 0 : Scale;
    }

    internal void Clear() => Count = 0;
}
