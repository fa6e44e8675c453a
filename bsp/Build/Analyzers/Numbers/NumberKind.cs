namespace RustKernel.Build.Analyzers.Numbers;

/// <summary>
/// A number type of the core library: <paramref name="letter"/> names its kind in <see cref="NumberTable"/>;
/// <paramref name="word"/> is its name in C#; <paramref name="unsigned"/> names the unsigned integer of the same size.
/// </summary>
internal readonly struct NumberKind(char letter, string type, string word, string unsigned, int bits, string interfaces)
{
    private const string Integer = "IBinaryInteger<$T>, IMinMaxValue<$T>, ";
    private const string Signed = Integer + "ISignedNumber<$T>";
    private const string Natural = Integer + "IUnsignedNumber<$T>";
    private const string Real = "IBinaryFloatingPointIeee754<$T>, IMinMaxValue<$T>";

    internal char Letter => letter;

    internal string Type => type;

    internal string Word => word;

    internal string Unsigned => unsigned;

    internal int Bits => bits;

    internal string Interfaces => interfaces;

    /// <summary>All of them. An integer as wide as an address has 64 bits.</summary>
    internal static NumberKind[] All { get; } =
    [
        new('s', "SByte", "sbyte", "byte", 8, Signed),
        new('s', "Int16", "short", "ushort", 16, Signed),
        new('s', "Int32", "int", "uint", 32, Signed),
        new('s', "Int64", "long", "ulong", 64, Signed),
        new('s', "IntPtr", "nint", "nuint", 64, Signed),
        new('u', "Byte", "byte", "byte", 8, Natural),
        new('u', "UInt16", "ushort", "ushort", 16, Natural),
        new('u', "UInt32", "uint", "uint", 32, Natural),
        new('u', "UInt64", "ulong", "ulong", 64, Natural),
        new('u', "UIntPtr", "nuint", "nuint", 64, Natural),
        new('c', "Char", "char", "char", 16, Natural),
        new('f', "Double", "double", "ulong", 64, Real),
        new('f', "Single", "float", "uint", 32, Real),
        new('m', "Decimal", "decimal", "decimal", 96, "IFloatingPoint<$T>, IMinMaxValue<$T>"),
        new('b', "BigInteger", "BigInteger", "BigInteger", 0, "IBinaryInteger<$T>, ISignedNumber<$T>"),
    ];
}
