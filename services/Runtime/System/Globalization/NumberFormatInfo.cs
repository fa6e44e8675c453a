// How the invariant culture writes numbers.

namespace System.Globalization;

public sealed class NumberFormatInfo : IFormatProvider
{
    private static readonly NumberFormatInfo s_invariant = new();

    public static NumberFormatInfo InvariantInfo => s_invariant;

    public static NumberFormatInfo CurrentInfo => s_invariant;

    public string NumberDecimalSeparator => ".";

    public string NumberGroupSeparator => ",";

    public string NegativeSign => "-";

    public string PositiveSign => "+";

    public string NaNSymbol => "NaN";

    public string PositiveInfinitySymbol => "Infinity";

    public string NegativeInfinitySymbol => "-Infinity";

    public string CurrencySymbol => "\u00A4";

    public string PercentSymbol => "%";

    public int NumberDecimalDigits => 2;

    public static NumberFormatInfo GetInstance(IFormatProvider? formatProvider) => s_invariant;

    public object? GetFormat(Type? formatType) => formatType == typeof(NumberFormatInfo) ? this : null;
}
