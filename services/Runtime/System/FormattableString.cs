// An interpolated string before it becomes text: its format and its arguments.

namespace System;

public abstract class FormattableString : IFormattable
{
    public abstract string Format { get; }

    public abstract int ArgumentCount { get; }

    public static string Invariant(FormattableString formattable)
    {
        ArgumentNullException.ThrowIfNull(formattable);
        return formattable.ToString(Globalization.CultureInfo.InvariantCulture);
    }

    public static string CurrentCulture(FormattableString formattable) => Invariant(formattable);

    public abstract object?[] GetArguments();

    public abstract object? GetArgument(int index);

    public abstract string ToString(IFormatProvider? formatProvider);

    public override string ToString() => ToString(null);

    string IFormattable.ToString(string? ignored, IFormatProvider? formatProvider) => ToString(formatProvider);
}
