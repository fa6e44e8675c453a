// Parses the text of numbers in all styles.

using System.Globalization;

namespace System;

internal static class NumberReader
{
    private const int MostExponent = 9999;

    internal static bool TryRead(ReadOnlySpan<char> text, NumberStyles style, scoped ref Digits digits)
    {
        int at = 0;
        bool hasSign = false;
        bool hasParenthesis = false;
        while (at < text.Length)
        {
            char c = text[at];
            if (IsSpace(c) && (style & NumberStyles.AllowLeadingWhite) != 0)
            {
                at++;
            }
            else if (c is '-' or '+' && (style & NumberStyles.AllowLeadingSign) != 0 && !hasSign)
            {
                hasSign = true;
                digits.IsNegative = c == '-';
                at++;
            }
            else if (c == '(' && (style & NumberStyles.AllowParentheses) != 0 && !hasSign)
            {
                hasSign = true;
                hasParenthesis = true;
                digits.IsNegative = true;
                at++;
            }
            else if (c == '\u00A4' && (style & NumberStyles.AllowCurrencySymbol) != 0)
            {
                at++;
            }
            else
            {
                break;
            }
        }

        return ReadDigits(text, style, ref at, ref digits) && ReadEnd(text, style, at, hasSign, hasParenthesis, ref digits);
    }

    internal static bool TryReadInteger(ReadOnlySpan<char> text, NumberStyles style, out ulong value, out bool isNegative,
        out bool isTooLarge)
    {
        Digits digits = new(stackalloc char[40]);
        value = 0;
        isTooLarge = false;
        isNegative = false;
        if (!TryRead(text, style, ref digits))
        {
            return false;
        }

        isNegative = digits.IsNegative;
        isTooLarge = digits.Scale > 20 || digits.Count > Math.Max(digits.Scale, 0) || digits.HasMore;
        for (int i = 0; i < digits.Scale && !isTooLarge; i++)
        {
            uint digit = digits[i] - (uint)'0';
            isTooLarge = value > (ulong.MaxValue - digit) / 10;
            value = (value * 10) + digit;
        }

        return true;
    }

    internal static bool TryReadRadix(ReadOnlySpan<char> text, NumberStyles style, out ulong value, out bool isTooLarge)
    {
        int at = 0;
        int end = text.Length;
        while (end > 0 && text[end - 1] == '\0')
        {
            end--;
        }

        while (at < end && IsSpace(text[at]) && (style & NumberStyles.AllowLeadingWhite) != 0)
        {
            at++;
        }

        while (end > at && IsSpace(text[end - 1]) && (style & NumberStyles.AllowTrailingWhite) != 0)
        {
            end--;
        }

        int bits = (style & NumberStyles.AllowHexSpecifier) != 0 ? 4 : 1;
        value = 0;
        isTooLarge = false;
        bool isNumber = at < end;
        for (; at < end && isNumber; at++)
        {
            char c = text[at];
            int digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10 : 99;
            isNumber = digit < 1 << bits;
            isTooLarge |= value >> (64 - bits) != 0;
            value = (value << bits) | (uint)digit;
        }

        return isNumber;
    }

    private static bool ReadDigits(ReadOnlySpan<char> text, NumberStyles style, ref int at, scoped ref Digits digits)
    {
        bool hasPoint = false;
        bool hasDigits = false;
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (char.IsAsciiDigit(c))
            {
                hasDigits = true;
                digits.Decimals += hasPoint ? 1 : 0;
                if (c != '0' || !digits.IsZero)
                {
                    digits.Add(c);
                    digits.Scale += hasPoint ? 0 : 1;
                }
                else if (hasPoint)
                {
                    digits.Scale--;
                }
            }
            else if (c == '.' && (style & NumberStyles.AllowDecimalPoint) != 0 && !hasPoint)
            {
                hasPoint = true;
            }
            else if (c != ',' || (style & NumberStyles.AllowThousands) == 0 || hasPoint || !hasDigits)
            {
                break;
            }
        }

        return hasDigits;
    }

    private static bool ReadEnd(ReadOnlySpan<char> text, NumberStyles style, int at, bool hasSign, bool hasParenthesis,
        scoped ref Digits digits)
    {
        if (at < text.Length && text[at] is 'e' or 'E' && (style & NumberStyles.AllowExponent) != 0)
        {
            ReadExponent(text, ref at, ref digits);
        }

        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (c is '-' or '+' && (style & NumberStyles.AllowTrailingSign) != 0 && !hasSign)
            {
                hasSign = true;
                digits.IsNegative = c == '-';
            }
            else if (c == ')' && hasParenthesis)
            {
                hasParenthesis = false;
            }
            else if (c == '\0')
            {
                foreach (char last in text.Slice(at))
                {
                    if (last != '\0')
                    {
                        return false;
                    }
                }

                break;
            }
            else if (!(IsSpace(c) && (style & NumberStyles.AllowTrailingWhite) != 0)
                && !(c == '\u00A4' && (style & NumberStyles.AllowCurrencySymbol) != 0))
            {
                return false;
            }
        }

        digits.Trim();
        return !hasParenthesis;
    }

    private static void ReadExponent(ReadOnlySpan<char> text, ref int at, scoped ref Digits digits)
    {
        int from = at + 1;
        bool isNegative = from < text.Length && text[from] == '-';
        from += from < text.Length && text[from] is '-' or '+' ? 1 : 0;
        if (from >= text.Length || !char.IsAsciiDigit(text[from]))
        {
            return;
        }

        int exponent = 0;
        for (; from < text.Length && char.IsAsciiDigit(text[from]); from++)
        {
            exponent = Math.Min((exponent * 10) + text[from] - '0', MostExponent);
        }

        digits.Scale += digits.IsZero ? 0 : isNegative ? -exponent : exponent;
        digits.Decimals += isNegative ? exponent : -exponent;
        at = from;
    }

    private static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');
}
