// What makes a struct a 8-bit device register: where it is and how its bits become a value.

namespace RustKernel.Drivers.Registers;

/// <summary>
/// A 8-bit register, described by a struct whose value is a snapshot of its bits. The members are static, so that a
/// generic access through <see cref="RegisterBlock{TBus}"/> folds into a constant offset.
/// </summary>
/// <typeparam name="TSelf">The register itself.</typeparam>
public interface IRegister8<TSelf>
    where TSelf : struct, IRegister8<TSelf>
{
    /// <summary>Distance from the start of the device's window, in bytes; for an array of registers that of element 0.</summary>
    static abstract uint Offset { get; }

    /// <summary>The value that <paramref name="bits"/> stand for.</summary>
    static abstract TSelf FromBits(byte bits);

    /// <summary>The bits of <paramref name="value"/>.</summary>
    static abstract byte ToBits(TSelf value);
}
