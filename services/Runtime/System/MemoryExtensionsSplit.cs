// Parts of spans, one by one.

using System.Text;

namespace System;

public static partial class MemoryExtensions
{
    public static SpanLineEnumerator EnumerateLines(this ReadOnlySpan<char> span) => new(span);

    public static SpanSplitEnumerator<T> Split<T>(this ReadOnlySpan<T> source, T separator)
        where T : IEquatable<T> => new(source, separator);

    public static int Count<T>(this ReadOnlySpan<T> span, T value)
        where T : IEquatable<T>?
    {
        int count = 0;
        foreach (T item in span)
        {
            count += item is null ? (value is null ? 1 : 0) : item.Equals(value) ? 1 : 0;
        }

        return count;
    }

    public static bool ContainsAny<T>(this ReadOnlySpan<T> span, T value0, T value1)
        where T : IEquatable<T> => span.IndexOfAny(value0, value1) >= 0;

    public static bool ContainsAny<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> values)
        where T : IEquatable<T> => span.IndexOfAny(values) >= 0;

    /// <summary>Enumerates the ranges between separators.</summary>
    public ref struct SpanSplitEnumerator<T>
        where T : IEquatable<T>
    {
        private readonly ReadOnlySpan<T> _source;
        private readonly T _separator;
        private int _next;

        internal SpanSplitEnumerator(ReadOnlySpan<T> source, T separator)
        {
            _source = source;
            _separator = separator;
        }

        public Range Current { get; private set; }

        public readonly ReadOnlySpan<T> Source => _source;

        public readonly SpanSplitEnumerator<T> GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next > _source.Length)
            {
                return false;
            }

            int length = _source[_next..].IndexOf(_separator);
            int end = length < 0 ? _source.Length : _next + length;
            Current = new Range(_next, end);
            _next = end + 1;
            return true;
        }
    }
}
