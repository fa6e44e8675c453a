// A date as people write it: numbers, names of months and days, times with colons, in any usual order.

namespace System.Globalization;

internal ref struct FreeDateReader
{
    private const int MostNumbers = 3;
    private readonly string _text;
    private int _place;
    private int _count;
    private Numbers _numbers;

    internal FreeDateReader(string text) => _text = text;

    internal bool TryRead(ref DateTimeParts parts)
    {
        if (_text.Length == 0)
        {
            return false;
        }

        while (_place < _text.Length)
        {
            char c = _text[_place];
            bool isRead = char.IsAsciiDigit(c) ? TryReadNumber(ref parts)
                : char.IsAsciiLetter(c) ? TryReadWord(ref parts)
                : c is '+' or '-' && parts.Hour >= 0 ? DateTimeParser.TryReadOffset(_text, ref _place, 0, ref parts)
                : TrySkip(c);
            if (!isRead)
            {
                return false;
            }
        }

        return TryAssign(ref parts);
    }

    private bool TrySkip(char c)
    {
        _place++;
        return c is ' ' or ',' or '/' or '-' or '.' or '\t';
    }

    private bool TryReadNumber(ref DateTimeParts parts)
    {
        int start = _place;
        int value = DateTimeParser.ReadNumber(_text, ref _place, 1, 9);
        int digits = _place - start;
        if (_place < _text.Length && _text[_place] == ':')
        {
            return parts.Hour < 0 && digits <= 2 && TryReadTime(value, ref parts);
        }

        int after = _place;
        while (after < _text.Length && _text[after] == ' ')
        {
            after++;
        }

        if (parts.Hour < 0 && DateTimeParser.ReadName(_text, ref after, ["AM", "PM"]) >= 0)
        {
            parts.Hour = value;
            return digits <= 2;
        }

        if (_count == MostNumbers)
        {
            return false;
        }

        _numbers[_count++] = new Number(value, digits);
        return true;
    }

    private bool TryReadTime(int hour, ref DateTimeParts parts)
    {
        parts.Hour = hour;
        _place++;
        parts.Minute = DateTimeParser.ReadNumber(_text, ref _place, 1, 2);
        if (parts.Minute >= 0 && _place < _text.Length && _text[_place] == ':')
        {
            _place++;
            parts.Second = DateTimeParser.ReadNumber(_text, ref _place, 1, 2);
            if (parts.Second >= 0 && _place < _text.Length && _text[_place] == '.')
            {
                _place++;
                int start = _place;
                parts.FractionTicks = DateTimeParser.ReadFraction(_text, ref _place, 1, 7);

                // The first digit without a place rounds.
                if (_place - start == 7 && _place < _text.Length && char.IsAsciiDigit(_text[_place]))
                {
                    parts.FractionTicks += _text[_place] >= '5' ? 1 : 0;
                    while (_place < _text.Length && char.IsAsciiDigit(_text[_place]))
                    {
                        _place++;
                    }
                }
            }
        }

        return parts is { Minute: >= 0 and < 60, Second: >= 0 and < 60, FractionTicks: >= 0 };
    }

    private bool TryReadWord(ref DateTimeParts parts)
    {
        DateTimeFormatInfo names = DateTimeFormatInfo.InvariantInfo;
        int start = _place;
        int month = DateTimeParser.ReadName(_text, ref _place, names.MonthNames);
        month = month >= 0 ? month : DateTimeParser.ReadName(_text, ref _place, names.AbbreviatedMonthNames);
        if (month >= 0 && IsWordEnd())
        {
            bool isFirst = parts.Month < 0;
            parts.Month = month + 1;
            return isFirst;
        }

        _place = start;
        int day = DateTimeParser.ReadName(_text, ref _place, names.DayNames);
        day = day >= 0 ? day : DateTimeParser.ReadName(_text, ref _place, names.AbbreviatedDayNames);
        if (day >= 0 && IsWordEnd())
        {
            parts.WeekDay = day;
            return true;
        }

        _place = start;
        int half = DateTimeParser.ReadName(_text, ref _place, ["AM", "PM"]);
        if (half >= 0 && IsWordEnd())
        {
            parts.Half = half;
            return parts.Hour >= 0;
        }

        _place = start;
        if (DateTimeParser.ReadName(_text, ref _place, ["GMT", "Z"]) >= 0 && IsWordEnd())
        {
            parts.Offset = TimeSpan.Zero;
            parts.IsUtc = true;
            return parts.Hour >= 0;
        }

        _place = start + 1;
        return _text[start] is 'T' or 't' && _count > 0 && _place < _text.Length && char.IsAsciiDigit(_text[_place]);
    }

    private readonly bool IsWordEnd() => _place == _text.Length || !char.IsAsciiLetter(_text[_place]);

    private readonly bool TryAssign(ref DateTimeParts parts)
    {
        if (parts.Month >= 0)
        {
            return TryAssignBesideMonth(ref parts);
        }

        if (_count == 0)
        {
            return parts.Hour >= 0;
        }

        if (_count == 1)
        {
            return false;
        }

        Number first = _numbers[0];
        Number second = _numbers[1];
        if (_count == 2)
        {
            bool isYearFirst = first.Digits > 2;
            bool isYearSecond = second.Digits > 2;
            parts.Year = isYearFirst ? first.Value : isYearSecond ? second.Value : -1;
            parts.Month = isYearFirst ? second.Value : first.Value;
            parts.Day = isYearFirst || isYearSecond ? 1 : second.Value;
            return true;
        }

        Number third = _numbers[2];
        bool isYearBefore = first.Digits > 2;
        parts.Year = isYearBefore ? first.Value : third.Year;
        parts.Month = isYearBefore ? second.Value : first.Value;
        parts.Day = isYearBefore ? third.Value : second.Value;
        return true;
    }

    private readonly bool TryAssignBesideMonth(ref DateTimeParts parts)
    {
        Number first = _numbers[0];
        Number second = _numbers[1];
        switch (_count)
        {
            case 1:
                bool isYear = first.Digits > 2;
                parts.Year = isYear ? first.Value : -1;
                parts.Day = isYear ? 1 : first.Value;
                return true;
            case 2:
                bool isYearFirst = first.Digits > 2;
                parts.Year = isYearFirst ? first.Value : second.Year;
                parts.Day = isYearFirst ? second.Value : first.Value;
                return true;
            default:
                return false;
        }
    }

    private readonly struct Number(int value, int digits)
    {
        internal int Value { get; } = value;

        internal int Digits { get; } = digits;

        /// <summary>With two digits, a year from 1950 to 2049.</summary>
        internal int Year => Digits > 2 ? Value : Value < 50 ? Value + 2000 : Value + 1900;
    }

    [System.Runtime.CompilerServices.InlineArray(MostNumbers)]
    private struct Numbers
    {
        private Number _first;
    }
}
