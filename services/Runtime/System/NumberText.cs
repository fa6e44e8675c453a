// Digits as text by a standard format (C E F G N P) or a custom one, in the invariant culture.

using System.Text;

namespace System;

internal static class NumberText
{
    private const int GroupSize = 3;

    /// <summary>G for R, which is the same for numbers that have only one shortest text.</summary>
    internal static char AsGeneral(char kind) => kind is 'R' or 'r' ? (char)(kind - 'R' + 'G') : kind;

    /// <summary>A letter and up to nine digits is a standard format; the letter is 0 for a custom one.</summary>
    internal static char Standard(string? format, out int precision)
    {
        precision = -1;
        if (format is null || format.Length == 0)
        {
            return 'G';
        }

        if (!char.IsAsciiLetter(format[0]))
        {
            return '\0';
        }

        int value = 0;
        for (int i = 1; i < format.Length; i++)
        {
            if (!char.IsAsciiDigit(format[i]))
            {
                return '\0';
            }

            if (value >= 100_000_000)
            {
                throw BadFormat();
            }

            value = (value * 10) + format[i] - '0';
        }

        precision = format.Length > 1 ? value : -1;
        return format[0];
    }

    internal static FormatException BadFormat() => new("Format specifier was invalid.");

    internal static string Format(ref Digits number, char kind, int precision)
    {
        StringBuilder text = new();
        switch ((char)(kind & ~0x20))
        {
            case 'C':
                precision = precision < 0 ? 2 : precision;
                number.Round(number.Scale + precision);
                bool isNegative = number.IsNegative;
                text.Append(isNegative ? "(\u00A4" : "\u00A4");
                Fixed(text, number, precision, true);
                return text.Append(isNegative ? ")" : "").ToString();
            case 'E':
                precision = precision < 0 ? 6 : precision;
                number.Round(precision + 1);
                Sign(text, number);
                Scientific(text, number, precision + 1, kind, 3);
                break;
            case 'F':
            case 'N':
                precision = precision < 0 ? 2 : precision;
                number.Round(number.Scale + precision);
                Sign(text, number);
                Fixed(text, number, precision, (kind & ~0x20) == 'N');
                break;
            case 'P':
                precision = precision < 0 ? 2 : precision;
                number.Scale += number.IsZero ? 0 : 2;
                number.Round(number.Scale + precision);
                Sign(text, number);
                Fixed(text, number, precision, true);
                text.Append(" %");
                break;
            case 'G':
                number.Round(precision);
                General(text, number, precision, kind);
                break;
            default:
                throw BadFormat();
        }

        return text.ToString();
    }

    /// <summary>
    /// Plain while there are at most <paramref name="most"/> digits and at most four leading zeros, else with an exponent.
    /// </summary>
    internal static void General(StringBuilder text, scoped in Digits number, int most, char kind)
    {
        text.Append(number.IsNegative ? "-" : "");
        if (number.Scale > most || number.Scale < -3)
        {
            Scientific(text, number, number.Count, (char)(kind - 'G' + 'E'), 2);
            return;
        }

        Fixed(text, number, Math.Max(number.Count - number.Scale, 0), false);
    }

    private static void Sign(StringBuilder text, scoped in Digits number) => text.Append(number.IsNegative ? "-" : "");

    private static void Fixed(StringBuilder text, scoped in Digits number, int decimals, bool isGrouped)
    {
        if (number.Scale <= 0)
        {
            text.Append('0');
        }

        for (int i = 0; i < number.Scale; i++)
        {
            text.Append(number[i]);
            int left = number.Scale - 1 - i;
            if (isGrouped && left > 0 && left % GroupSize == 0)
            {
                text.Append(',');
            }
        }

        if (decimals > 0)
        {
            text.Append('.');
        }

        for (int i = 0; i < decimals; i++)
        {
            int at = number.Scale + i;
            text.Append(at < 0 ? '0' : number[at]);
        }
    }

    private static void Scientific(StringBuilder text, scoped in Digits number, int count, char letter, int leastDigits)
    {
        text.Append(number[0]);
        if (count > 1)
        {
            text.Append('.');
        }

        for (int i = 1; i < count; i++)
        {
            text.Append(number[i]);
        }

        Exponent(text, number.IsZero ? 0 : number.Scale - 1, letter, leastDigits, true);
    }

    private static void Exponent(StringBuilder text, int exponent, char letter, int leastDigits, bool hasPlus)
    {
        text.Append(letter).Append(exponent < 0 ? "-" : hasPlus ? "+" : "");
        text.Append(Number.Format(Math.Abs(exponent), "D" + leastDigits.ToString(), 32));
    }

    /// <summary>A custom format: 0 # . , % ‰ E0 \ ' " ; and any other character unchanged.</summary>
    internal static string Custom(ref Digits number, string format, bool isReal)
    {
        int section = Section(format, number.IsZero ? 2 : number.IsNegative ? 1 : 0);
        CustomFormat shape = new(format, section);
        if (!number.IsZero)
        {
            number.Scale += shape.Scaling;
            number.Round(shape.IsScientific ? shape.Places : number.Scale + shape.Decimals);
            if (number.IsZero)
            {
                // Rounded to zero: use the section for zero, if there is one. An integer loses its sign.
                number.IsNegative &= isReal;
                int zero = Section(format, 2);
                shape = zero != section ? new CustomFormat(format, zero) : shape;
                section = zero;
            }
        }

        StringBuilder text = new();
        if (number.IsNegative && section == 0 && (!number.IsZero || shape.LeastBefore > 0 || shape.IsScientific))
        {
            text.Append('-');
        }

        Write(text, number, format, shape);
        return text.ToString();
    }

    private static void Write(StringBuilder text, scoped in Digits number, string format, in CustomFormat shape)
    {
        int before = shape.Before;
        int point = shape.IsScientific ? before : number.Scale;
        int digitAt = shape.IsScientific ? before : Math.Max(point, before);
        int least = shape.LeastBefore;
        bool isPointWritten = false;
        bool isStarted = false;
        for (int i = shape.Start; i < shape.End; i++)
        {
            char c = format[i];
            switch (c)
            {
                case '0' or '#':
                    if (!isStarted && !shape.IsScientific)
                    {
                        // Digits without a place in the format come before its first place.
                        for (; digitAt > before; digitAt--)
                        {
                            Digit(text, number, point - digitAt, digitAt, true, shape);
                        }
                    }

                    isStarted = true;
                    int index = point - digitAt;
                    bool isNeeded = digitAt > 0
                        ? digitAt <= least || (index >= 0 && (!number.IsZero || shape.IsScientific))
                        : -digitAt < shape.LeastAfter || (index < number.Count && !number.IsZero);
                    if (isNeeded && digitAt <= 0 && !isPointWritten)
                    {
                        text.Append('.');
                        isPointWritten = true;
                    }

                    Digit(text, number, index, digitAt, isNeeded, shape);
                    digitAt--;
                    break;
                case '.' or ',':
                    break;
                case '\'' or '"':
                    for (i++; i < shape.End && format[i] != c; i++)
                    {
                        text.Append(format[i]);
                    }

                    break;
                case '\\':
                    if (++i < shape.End)
                    {
                        text.Append(format[i]);
                    }

                    break;
                case 'E' or 'e' when CustomFormat.IsExponent(format, i, shape.End):
                    bool hasPlus = format[i + 1] == '+';
                    i += format[i + 1] is '+' or '-' ? 1 : 0;
                    int digits = 0;
                    while (i + 1 < shape.End && format[i + 1] == '0')
                    {
                        digits++;
                        i++;
                    }

                    Exponent(text, number.IsZero ? 0 : number.Scale - before, c, Math.Min(digits, 10), hasPlus);
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }
    }

    private static void Digit(StringBuilder text, scoped in Digits number, int index, int place, bool isNeeded, in CustomFormat shape)
    {
        if (!isNeeded)
        {
            return;
        }

        text.Append(index < 0 ? '0' : number[index]);
        if (shape.IsGrouped && place > 1 && (place - 1) % GroupSize == 0)
        {
            text.Append(',');
        }
    }

    // The start of section `wanted`; the first section if it is missing or empty.
    private static int Section(string format, int wanted)
    {
        int start = 0;
        for (int i = 0; i < format.Length && wanted > 0; i++)
        {
            char c = format[i];
            if (c == '\\')
            {
                i++;
            }
            else if (c is '\'' or '"')
            {
                i = Math.Max(format.IndexOf(c, i + 1), i);
            }
            else if (c == ';')
            {
                start = i + 1;
                wanted--;
            }
        }

        return wanted > 0 || start >= format.Length || format[start] == ';' ? 0 : start;
    }
}
