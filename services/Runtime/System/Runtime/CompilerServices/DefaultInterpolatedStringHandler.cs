// The compiler turns an interpolated string into calls of this.

using System.Text;

namespace System.Runtime.CompilerServices;

[InterpolatedStringHandler]
public ref struct DefaultInterpolatedStringHandler
{
    private readonly StringBuilder _text;
    private readonly IFormatProvider? _provider;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount) =>
        _text = new StringBuilder(literalLength + (formattedCount * 11));

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount, IFormatProvider? provider)
        : this(literalLength, formattedCount) => _provider = provider;

    public void AppendLiteral(string value) => _text.Append(value);

    public void AppendFormatted<T>(T value) => _text.Append(Plain(value));

    public void AppendFormatted<T>(T value, string? format) => _text.Append(Formatted(value, format));

    public void AppendFormatted<T>(T value, int alignment) => Align(Plain(value), alignment);

    public void AppendFormatted<T>(T value, int alignment, string? format) => Align(Formatted(value, format), alignment);

    public void AppendFormatted(string? value) => _text.Append(value);

    public void AppendFormatted(string? value, int alignment = 0, string? format = null) => Align(value, alignment);

    public void AppendFormatted(ReadOnlySpan<char> value) => _text.Append(value);

    public void AppendFormatted(ReadOnlySpan<char> value, int alignment = 0, string? format = null) => Align(new string(value), alignment);

    public void AppendFormatted(object? value, int alignment = 0, string? format = null) => Align(Formatted(value, format), alignment);

    public string ToStringAndClear()
    {
        string text = _text.ToString();
        _text.Clear();
        return text;
    }

    public override string ToString() => _text.ToString();

    // Without a format both ways give the same text for these, and the short one needs no code for all formats.
    private readonly string? Plain<T>(T value)
    {
        return value is int or uint or long or ulong or byte or bool or char ? value.ToString() : Formatted(value, null);
    }

    private readonly string? Formatted<T>(T value, string? format) =>
        value is IFormattable formattable ? formattable.ToString(format, _provider) : value?.ToString();

    private void Align(string? text, int alignment)
    {
        int padding = Math.Max(0, (alignment < 0 ? -alignment : alignment) - (text?.Length ?? 0));
        if (alignment > 0)
        {
            _text.Append(' ', padding);
        }

        _text.Append(text);
        if (alignment < 0)
        {
            _text.Append(' ', padding);
        }
    }
}
