// Interpolated text written into a span, as far as it has room.

using System.Runtime.CompilerServices;

namespace System;

public static partial class MemoryExtensions
{
    public static bool TryWrite(
        this Span<char> destination,
        [InterpolatedStringHandlerArgument(nameof(destination))] ref TryWriteInterpolatedStringHandler handler,
        out int charsWritten) => handler.TryEnd(out charsWritten);

    public static bool TryWrite(
        this Span<char> destination,
        IFormatProvider? provider,
        [InterpolatedStringHandlerArgument(nameof(destination), nameof(provider))] ref TryWriteInterpolatedStringHandler handler,
        out int charsWritten) => handler.TryEnd(out charsWritten);

    [InterpolatedStringHandler]
    public ref struct TryWriteInterpolatedStringHandler
    {
        private readonly IFormatProvider? _provider;
        private Span<char> _left;
        private int _written;
        private bool _isFull;

        public TryWriteInterpolatedStringHandler(int literalLength, int formattedCount, Span<char> destination, out bool shouldAppend)
            : this(literalLength, formattedCount, destination, null, out shouldAppend)
        {
        }

        public TryWriteInterpolatedStringHandler(
            int literalLength,
            int formattedCount,
            Span<char> destination,
            IFormatProvider? provider,
            out bool shouldAppend)
        {
            _left = destination;
            _provider = provider;
            _isFull = destination.Length < literalLength;
            shouldAppend = !_isFull;
        }

        public bool AppendLiteral(string value) => AppendFormatted((ReadOnlySpan<char>)value);

        public bool AppendFormatted(ReadOnlySpan<char> value)
        {
            _isFull |= !value.TryCopyTo(_left);
            if (!_isFull)
            {
                _left = _left.Slice(value.Length);
                _written += value.Length;
            }

            return !_isFull;
        }

        public bool AppendFormatted(ReadOnlySpan<char> value, int alignment = 0, string? format = null) =>
            AppendFormatted<string>(new string(value), alignment, format);

        public bool AppendFormatted(string? value) => AppendFormatted((ReadOnlySpan<char>)value);

        public bool AppendFormatted(string? value, int alignment = 0, string? format = null) =>
            AppendFormatted<string?>(value, alignment, format);

        public bool AppendFormatted(object? value, int alignment = 0, string? format = null) =>
            AppendFormatted<object?>(value, alignment, format);

        public bool AppendFormatted<T>(T value) => AppendFormatted(value, 0, null);

        public bool AppendFormatted<T>(T value, string? format) => AppendFormatted(value, 0, format);

        public bool AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

        public bool AppendFormatted<T>(T value, int alignment, string? format)
        {
            DefaultInterpolatedStringHandler one = new(0, 1, _provider);
            one.AppendFormatted(value, alignment, format);
            return AppendFormatted((ReadOnlySpan<char>)one.ToStringAndClear());
        }

        internal readonly bool TryEnd(out int charsWritten)
        {
            charsWritten = _isFull ? 0 : _written;
            return !_isFull;
        }
    }
}
