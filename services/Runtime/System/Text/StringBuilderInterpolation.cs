// Interpolated text with a provider of formats, and the text in pieces.

using System.Runtime.CompilerServices;

namespace System.Text;

public sealed partial class StringBuilder
{
    public StringBuilder Append(
        IFormatProvider? provider,
        [InterpolatedStringHandlerArgument("", nameof(provider))] ref AppendInterpolatedStringHandler handler) => this;

    public StringBuilder AppendLine(
        IFormatProvider? provider,
        [InterpolatedStringHandlerArgument("", nameof(provider))] ref AppendInterpolatedStringHandler handler) => AppendLine();

    public ChunkEnumerator GetChunks() => new(this);

    /// <summary>Appends an interpolated string to a builder.</summary>
    [InterpolatedStringHandler]
    public readonly struct AppendInterpolatedStringHandler
    {
        private readonly StringBuilder _text;
        private readonly IFormatProvider? _provider;

        public AppendInterpolatedStringHandler(
            int literalLength,
            int formattedCount,
            StringBuilder stringBuilder,
            IFormatProvider? provider)
        {
            stringBuilder.EnsureCapacity(stringBuilder.Length + literalLength + (formattedCount * 11));
            (_text, _provider) = (stringBuilder, provider);
        }

        public void AppendLiteral(string value) => _text.Append(value);

        public void AppendFormatted<T>(T value) => AppendFormatted(value, 0, null);

        public void AppendFormatted(string? value) => _text.Append(value);

        public void AppendFormatted(string? value, int alignment = 0, string? format = null) =>
            AppendFormatted<string?>(value, alignment, format);

        public void AppendFormatted(object? value, int alignment = 0, string? format = null) =>
            AppendFormatted<object?>(value, alignment, format);

        public void AppendFormatted(ReadOnlySpan<char> value) => _text.Append(value);

        public void AppendFormatted(ReadOnlySpan<char> value, int alignment = 0, string? format = null) =>
            AppendFormatted<string>(new string(value), alignment, format);

        public void AppendFormatted<T>(T value, string? format) => AppendFormatted(value, 0, format);

        public void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

        public void AppendFormatted<T>(T value, int alignment, string? format)
        {
            DefaultInterpolatedStringHandler one = new(0, 1, _provider);
            one.AppendFormatted(value, alignment, format);
            _text.Append(one.ToStringAndClear());
        }
    }

    /// <summary>Enumerates the pieces, of which there is one.</summary>
    public struct ChunkEnumerator
    {
        private readonly StringBuilder _text;
        private bool _isOver;

        internal ChunkEnumerator(StringBuilder text) => _text = text;

        public ReadOnlyMemory<char> Current { get; private set; }

        public readonly ChunkEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            Current = new ReadOnlyMemory<char>(_text._text, 0, _text._length);
            return !_isOver && (_isOver = true);
        }
    }
}
