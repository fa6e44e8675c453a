// Integers of bits.

namespace System.Numerics;

public interface IBinaryInteger<TSelf>
    : IBinaryNumber<TSelf>,
      IShiftOperators<TSelf, int, TSelf>
    where TSelf : IBinaryInteger<TSelf>?
{
    static virtual (TSelf Quotient, TSelf Remainder) DivRem(TSelf left, TSelf right)
    {
        TSelf quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    static virtual TSelf LeadingZeroCount(TSelf value) =>
        TSelf.CreateChecked(
            (value!.GetByteCount() * 8) - (TSelf.IsNegative(value) ? value.GetByteCount() * 8 : value!.GetShortestBitLength()));

    static abstract TSelf PopCount(TSelf value);

    static virtual TSelf RotateLeft(TSelf value, int rotateAmount)
    {
        int bits = value!.GetByteCount() * 8;
        return (value << rotateAmount) | (value >>> (bits - rotateAmount));
    }

    static virtual TSelf RotateRight(TSelf value, int rotateAmount)
    {
        int bits = value!.GetByteCount() * 8;
        return (value >>> rotateAmount) | (value << (bits - rotateAmount));
    }

    static abstract TSelf TrailingZeroCount(TSelf value);

    int GetByteCount();

    int GetShortestBitLength();
}
