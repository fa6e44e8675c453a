// Number types without negative values.

namespace System.Numerics;

public interface IUnsignedNumber<TSelf> : INumberBase<TSelf>
    where TSelf : IUnsignedNumber<TSelf>?
{
}
