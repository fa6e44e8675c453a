// A large natural number, for the exact decimal digits of floating-point numbers. It holds 3,968 bits: 800 digits over a power of ten.

using System.Numerics;
using System.Runtime.CompilerServices;

namespace System;

internal struct BigNumber
{
    private const int Capacity = 124;
    private int _length;
    private Words _words;

    internal BigNumber(ulong value)
    {
        _words[0] = (uint)value;
        _words[1] = (uint)(value >> 32);
        _length = value == 0 ? 0 : value >> 32 == 0 ? 1 : 2;
    }

    internal readonly int Bits => _length == 0 ? 0 : (32 * _length) - BitOperations.LeadingZeroCount(_words[_length - 1]);

    internal readonly bool IsZero => _length == 0;

    internal void Multiply(uint factor, uint carry = 0)
    {
        ulong rest = carry;
        for (int i = 0; i < _length; i++)
        {
            rest += (ulong)_words[i] * factor;
            _words[i] = (uint)rest;
            rest >>= 32;
        }

        if (rest != 0)
        {
            _words[_length++] = (uint)rest;
        }
    }

    internal void MultiplyByPowerOf10(int exponent)
    {
        for (; exponent >= 9; exponent -= 9)
        {
            Multiply(1_000_000_000);
        }

        uint rest = 1;
        for (; exponent > 0; exponent--)
        {
            rest *= 10;
        }

        Multiply(rest);
    }

    internal void ShiftLeft(int bits)
    {
        if (_length == 0)
        {
            return;
        }

        int words = bits >> 5;
        int rest = bits & 31;
        int length = _length + words + 1;
        _words[_length] = 0;
        for (int i = _length; i >= 0; i--)
        {
            uint low = i > 0 && rest != 0 ? _words[i - 1] >> (32 - rest) : 0;
            _words[i + words] = (_words[i] << rest) | low;
        }

        for (int i = 0; i < words; i++)
        {
            _words[i] = 0;
        }

        _length = _words[length - 1] != 0 ? length : length - 1;
    }

    internal void Subtract(in BigNumber other)
    {
        long rest = 0;
        for (int i = 0; i < _length; i++)
        {
            rest += (long)_words[i] - (i < other._length ? other._words[i] : 0);
            _words[i] = (uint)rest;
            rest >>= 32;
        }

        while (_length > 0 && _words[_length - 1] == 0)
        {
            _length--;
        }
    }

    internal void Add(in BigNumber other)
    {
        ulong rest = 0;
        for (int i = 0; i < other._length || (i < _length && rest != 0); i++)
        {
            if (i == _length)
            {
                _words[_length++] = 0;
            }

            rest += (ulong)_words[i] + (i < other._length ? other._words[i] : 0);
            _words[i] = (uint)rest;
            rest >>= 32;
        }

        if (rest != 0)
        {
            _words[_length++] = (uint)rest;
        }
    }

    internal static int Compare(in BigNumber left, in BigNumber right)
    {
        if (left._length != right._length)
        {
            return left._length < right._length ? -1 : 1;
        }

        for (int i = left._length - 1; i >= 0; i--)
        {
            if (left._words[i] != right._words[i])
            {
                return left._words[i] < right._words[i] ? -1 : 1;
            }
        }

        return 0;
    }

    [InlineArray(Capacity)]
    private struct Words
    {
        private uint _first;
    }
}
