// The requirements of one section of a custom number format.

namespace System;

internal readonly struct CustomFormat
{
    internal CustomFormat(string format, int start)
    {
        Start = start;
        int zeroFirst = -1;
        int zeroLast = -1;
        int point = -1;
        int lastPlace = -1;
        int commas = 0;
        int i = start;
        for (; i < format.Length && format[i] != ';'; i++)
        {
            char c = format[i];
            switch (c)
            {
                case '0' or '#':
                    if (commas > 0 && point < 0)
                    {
                        IsGrouped |= lastPlace >= 0;
                        commas = 0;
                    }

                    lastPlace = i;
                    if (c == '0')
                    {
                        zeroFirst = zeroFirst < 0 ? Places : zeroFirst;
                        zeroLast = Places + 1;
                    }

                    Places++;
                    break;
                case '.' when point < 0:
                    point = Places;
                    break;
                case ',' when Places > 0 && point < 0:
                    commas++;
                    break;
                case '%':
                    Scaling += 2;
                    break;
                case '\u2030':
                    Scaling += 3;
                    break;
                case '\'' or '"':
                    int end = format.IndexOf(c, i + 1);
                    i = end < 0 ? format.Length - 1 : end;
                    break;
                case '\\':
                    i++;
                    break;
                case 'E' or 'e' when IsExponent(format, i, format.Length):
                    IsScientific = true;
                    i += format[i + 1] is '+' or '-' ? 1 : 0;
                    while (i + 1 < format.Length && format[i + 1] == '0')
                    {
                        i++;
                    }

                    break;
            }
        }

        End = Math.Min(i, format.Length);
        Before = point < 0 ? Places : point;
        Decimals = Places - Before;

        // Commas right before the point divide by a thousand each.
        Scaling -= 3 * commas;
        LeastBefore = zeroFirst < 0 || zeroFirst >= Before ? 0 : Before - zeroFirst;
        LeastAfter = Math.Max(zeroLast - Before, 0);
    }

    internal int Start { get; }

    internal int End { get; }

    /// <summary>Places for digits.</summary>
    internal int Places { get; }

    /// <summary>Those before the decimal point.</summary>
    internal int Before { get; }

    /// <summary>Those after it.</summary>
    internal int Decimals { get; }

    /// <summary>Digits before the point that are always written.</summary>
    internal int LeastBefore { get; }

    /// <summary>Digits after the point that are always written.</summary>
    internal int LeastAfter { get; }

    /// <summary>Powers of ten to multiply by.</summary>
    internal int Scaling { get; }

    internal bool IsGrouped { get; }

    internal bool IsScientific { get; }

    internal static bool IsExponent(string format, int at, int end) =>
        (at + 1 < end && format[at + 1] == '0') || (at + 2 < end && format[at + 1] is '+' or '-' && format[at + 2] == '0');
}
