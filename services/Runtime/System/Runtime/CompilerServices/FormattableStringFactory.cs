// The compiler calls this for an interpolated string that becomes a FormattableString.

namespace System.Runtime.CompilerServices;

public static class FormattableStringFactory
{
    public static FormattableString Create(string format, params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(arguments);
        return new Composite(format, arguments);
    }

    private sealed class Composite(string format, object?[] arguments) : FormattableString
    {
        public override string Format => format;

        public override int ArgumentCount => arguments.Length;

        public override object?[] GetArguments() => arguments;

        public override object? GetArgument(int index) => arguments[index];

        public override string ToString(IFormatProvider? formatProvider) => string.Format(formatProvider, format, arguments);
    }
}
