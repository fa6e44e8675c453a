// What the compiler makes of an interpolated string.

using System.Text;

namespace System.Runtime.CompilerServices;

public ref struct DefaultInterpolatedStringHandler
{
    private readonly StringBuilder _text;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount) =>
        _text = new StringBuilder(literalLength + (formattedCount * 11));

    public void AppendLiteral(string value) => _text.Append(value);

    public void AppendFormatted<T>(T value) => _text.Append(Format(value, null));

    public void AppendFormatted<T>(T value, string? format) => _text.Append(Format(value, format));

    public void AppendFormatted<T>(T value, int alignment) => Align(Format(value, null), alignment);

    public void AppendFormatted<T>(T value, int alignment, string? format) => Align(Format(value, format), alignment);

    public void AppendFormatted(string? value) => _text.Append(value);

    public void AppendFormatted(string? value, int alignment = 0, string? format = null) => Align(value, alignment);

    public void AppendFormatted(ReadOnlySpan<char> value) => _text.Append(value);

    public string ToStringAndClear()
    {
        string text = _text.ToString();
        _text.Clear();
        return text;
    }

    public override string ToString() => _text.ToString();

    private static string? Format<T>(T value, string? format) =>
        value is IFormattable formattable ? formattable.ToString(format, null) : value?.ToString();

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
