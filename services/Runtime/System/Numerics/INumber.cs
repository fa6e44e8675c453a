// Numbers with an order.

namespace System.Numerics;

public interface INumber<TSelf>
    : IComparable,
      IComparable<TSelf>,
      IComparisonOperators<TSelf, TSelf, bool>,
      IModulusOperators<TSelf, TSelf, TSelf>,
      INumberBase<TSelf>
    where TSelf : INumber<TSelf>?
{
    static virtual TSelf Clamp(TSelf value, TSelf min, TSelf max) => min > max
        ? throw new ArgumentException($"'{min}' cannot be greater than {max}.")
        : value < min ? min : value > max ? max : value;

    static virtual TSelf CopySign(TSelf value, TSelf sign) => TSelf.IsNegative(value) == TSelf.IsNegative(sign) ? value : checked(-value);

    static virtual TSelf Max(TSelf x, TSelf y) =>
        x != y ? (TSelf.IsNaN(x) ? x : y < x ? x : y) : TSelf.IsNegative(y) ? x : y;

    static virtual TSelf MaxNumber(TSelf x, TSelf y) =>
        x != y ? (TSelf.IsNaN(y) ? x : y < x ? x : y) : TSelf.IsNegative(y) ? x : y;

    static virtual TSelf Min(TSelf x, TSelf y) =>
        x != y ? (TSelf.IsNaN(x) ? x : x < y ? x : y) : TSelf.IsNegative(x) ? x : y;

    static virtual TSelf MinNumber(TSelf x, TSelf y) =>
        x != y ? (TSelf.IsNaN(y) ? x : x < y ? x : y) : TSelf.IsNegative(x) ? x : y;

    static virtual int Sign(TSelf value) => TSelf.IsZero(value) ? 0 : TSelf.IsNegative(value) ? -1 : 1;
}
