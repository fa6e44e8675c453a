// No numbers below zero are among them.

namespace System.Numerics;

public interface IUnsignedNumber<TSelf> : INumberBase<TSelf>
    where TSelf : IUnsignedNumber<TSelf>?
{
}
