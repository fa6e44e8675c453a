// Memory of arrays and strings.

namespace System;

public static partial class MemoryExtensions
{
    public static Memory<T> AsMemory<T>(this T[]? array) => new(array);

    public static Memory<T> AsMemory<T>(this T[]? array, int start) => new Memory<T>(array).Slice(start);

    public static Memory<T> AsMemory<T>(this T[]? array, int start, int length) => new(array, start, length);

    public static ReadOnlyMemory<char> AsMemory(this string? text) => text is null ? default : new((object)text, 0, text.Length);

    public static ReadOnlyMemory<char> AsMemory(this string? text, int start) => AsMemory(text).Slice(start);

    public static ReadOnlyMemory<char> AsMemory(this string? text, int start, int length) => AsMemory(text).Slice(start, length);
}
