// Typed access to one device's registers. Knows no device; the register's type says what may be read or written.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers;

/// <summary>
/// The registers of one device behind a bus. Each call is exactly one bus access of the register's width; an access that
/// the register's markers do not allow does not compile.
/// </summary>
/// <typeparam name="TBus">How the registers are reached; a struct, so that the calls are bound at compile time.</typeparam>
public readonly struct RegisterBlock<TBus>
    where TBus : struct, IRegisterBus
{
    private readonly TBus _bus;

    /// <summary>The registers that <paramref name="bus"/> reaches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RegisterBlock(TBus bus) => _bus = bus;

    /// <summary>Reads a 32-bit register whose reading has no effect: one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read<T>()
        where T : struct, IRegister32<T>, IReadable
        => T.FromBits(_bus.Read32(T.Offset));

    /// <summary>Reads a register whose reading has an effect on the device: one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Take<T>()
        where T : struct, IRegister32<T>, IConsumedByRead
        => T.FromBits(_bus.Read32(T.Offset));

    /// <summary>The same; memory reads after it happen after the register's read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T TakeFirst<T>()
        where T : struct, IRegister32<T>, IConsumedByRead
    {
        T value = Take<T>();
        _bus.OrderReads();
        return value;
    }

    /// <summary>Writes a whole 32-bit register: one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write<T>(T value)
        where T : struct, IRegister32<T>, IWritable
        => _bus.Write32(T.Offset, T.ToBits(value));

    /// <summary>Sets the conditions whose bits are 1 and leaves the others alone: one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set<T>(T value)
        where T : struct, IRegister32<T>, IWriteOneToSet
        => _bus.Write32(T.Offset, T.ToBits(value));

    /// <summary>Clears the conditions whose bits are 1 and leaves the others alone: one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear<T>(T value)
        where T : struct, IRegister32<T>, IWriteOneToClear
        => _bus.Write32(T.Offset, T.ToBits(value));

    /// <summary>
    /// Reads a 32-bit register whose reading has no effect, element <paramref name="index"/>
    /// (smaller than its Count): one access.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read<T>(uint index)
        where T : struct, IRegister32<T>, IReadable, IRegisterArray
        => T.FromBits(_bus.Read32(T.Offset + (index * T.Stride)));

    /// <summary>Writes a whole 32-bit register, element <paramref name="index"/> (smaller than its Count): one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write<T>(uint index, T value)
        where T : struct, IRegister32<T>, IWritable, IRegisterArray
        => _bus.Write32(T.Offset + (index * T.Stride), T.ToBits(value));

    /// <summary>
    /// Sets the conditions whose bits are 1 and leaves the others alone, element
    /// <paramref name="index"/> (smaller than its Count): one access.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set<T>(uint index, T value)
        where T : struct, IRegister32<T>, IWriteOneToSet, IRegisterArray
        => _bus.Write32(T.Offset + (index * T.Stride), T.ToBits(value));

    /// <summary>
    /// Clears the conditions whose bits are 1 and leaves the others alone, element
    /// <paramref name="index"/> (smaller than its Count): one access.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear<T>(uint index, T value)
        where T : struct, IRegister32<T>, IWriteOneToClear, IRegisterArray
        => _bus.Write32(T.Offset + (index * T.Stride), T.ToBits(value));

    /// <summary>
    /// Reads an 8-bit register whose reading has no effect, element <paramref name="index"/>
    /// (smaller than its Count): one access.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read8<T>(uint index)
        where T : struct, IRegister8<T>, IReadable, IRegisterArray
        => T.FromBits(_bus.Read8(T.Offset + (index * T.Stride)));

    /// <summary>Writes a whole 8-bit register, element <paramref name="index"/> (smaller than its Count): one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write8<T>(uint index, T value)
        where T : struct, IRegister8<T>, IWritable, IRegisterArray
        => _bus.Write8(T.Offset + (index * T.Stride), T.ToBits(value));

    /// <summary>Reads an 8-bit register whose reading has an effect on the device: one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Take8<T>()
        where T : struct, IRegister8<T>, IConsumedByRead
        => T.FromBits(_bus.Read8(T.Offset));

    /// <summary>Writes a whole 8-bit register: one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write8<T>(T value)
        where T : struct, IRegister8<T>, IWritable
        => _bus.Write8(T.Offset, T.ToBits(value));

    /// <summary>Reads a 16-bit register whose reading has no effect: one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read16<T>()
        where T : struct, IRegister16<T>, IReadable
        => T.FromBits(_bus.Read16(T.Offset));

    /// <summary>Writes a whole 16-bit register: one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write16<T>(T value)
        where T : struct, IRegister16<T>, IWritable
        => _bus.Write16(T.Offset, T.ToBits(value));

    /// <summary>Reads a 64-bit register whose reading has no effect: one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read64<T>()
        where T : struct, IRegister64<T>, IReadable
        => T.FromBits(_bus.Read64(T.Offset));

    /// <summary>Writes a whole 64-bit register: one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write64<T>(T value)
        where T : struct, IRegister64<T>, IWritable
        => _bus.Write64(T.Offset, T.ToBits(value));

    /// <summary>
    /// Reads a 64-bit register whose reading has no effect, element <paramref name="index"/>
    /// (smaller than its Count): one access.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Read64<T>(uint index)
        where T : struct, IRegister64<T>, IReadable, IRegisterArray
        => T.FromBits(_bus.Read64(T.Offset + (index * T.Stride)));

    /// <summary>Writes a whole 64-bit register, element <paramref name="index"/> (smaller than its Count): one access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write64<T>(uint index, T value)
        where T : struct, IRegister64<T>, IWritable, IRegisterArray
        => _bus.Write64(T.Offset + (index * T.Stride), T.ToBits(value));
}

/// <summary>
/// A 32-bit register, described by a struct whose value is a snapshot of its bits. The members are static, so that a
/// generic access through <see cref="RegisterBlock{TBus}"/> folds into a constant offset.
/// </summary>
/// <typeparam name="TSelf">The register itself.</typeparam>
public interface IRegister32<TSelf>
    where TSelf : struct, IRegister32<TSelf>
{
    /// <summary>Distance from the start of the device's window, in bytes; for an array of registers: of element 0.</summary>
    static abstract uint Offset { get; }

    /// <summary>The value that <paramref name="bits"/> stand for.</summary>
    static abstract TSelf FromBits(uint bits);

    /// <summary>The bits of <paramref name="value"/>.</summary>
    static abstract uint ToBits(TSelf value);
}

/// <summary>
/// A 64-bit register, described by a struct whose value is a snapshot of its bits. The members are static, so that a
/// generic access through <see cref="RegisterBlock{TBus}"/> folds into a constant offset.
/// </summary>
/// <typeparam name="TSelf">The register itself.</typeparam>
public interface IRegister64<TSelf>
    where TSelf : struct, IRegister64<TSelf>
{
    /// <summary>Distance from the start of the device's window, in bytes; for an array of registers: of element 0.</summary>
    static abstract uint Offset { get; }

    /// <summary>The value that <paramref name="bits"/> stand for.</summary>
    static abstract TSelf FromBits(ulong bits);

    /// <summary>The bits of <paramref name="value"/>.</summary>
    static abstract ulong ToBits(TSelf value);
}

/// <summary>
/// A 16-bit register, described by a struct whose value is a snapshot of its bits. The members are static, so that a
/// generic access through <see cref="RegisterBlock{TBus}"/> folds into a constant offset.
/// </summary>
/// <typeparam name="TSelf">The register itself.</typeparam>
public interface IRegister16<TSelf>
    where TSelf : struct, IRegister16<TSelf>
{
    /// <summary>Distance from the start of the device's window, in bytes; for an array of registers: of element 0.</summary>
    static abstract uint Offset { get; }

    /// <summary>The value that <paramref name="bits"/> stand for.</summary>
    static abstract TSelf FromBits(ushort bits);

    /// <summary>The bits of <paramref name="value"/>.</summary>
    static abstract ushort ToBits(TSelf value);
}

/// <summary>
/// An 8-bit register, described by a struct whose value is a snapshot of its bits. The members are static, so that a
/// generic access through <see cref="RegisterBlock{TBus}"/> folds into a constant offset.
/// </summary>
/// <typeparam name="TSelf">The register itself.</typeparam>
public interface IRegister8<TSelf>
    where TSelf : struct, IRegister8<TSelf>
{
    /// <summary>Distance from the start of the device's window, in bytes; for an array of registers: of element 0.</summary>
    static abstract uint Offset { get; }

    /// <summary>The value that <paramref name="bits"/> stand for.</summary>
    static abstract TSelf FromBits(byte bits);

    /// <summary>The bits of <paramref name="value"/>.</summary>
    static abstract byte ToBits(TSelf value);
}
