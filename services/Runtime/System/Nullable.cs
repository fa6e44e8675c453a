// Comparison of values that may be missing.

using System.Collections.Generic;

namespace System;

public static class Nullable
{
    public static int Compare<T>(T? n1, T? n2)
        where T : struct =>
        n1.HasValue ? (n2.HasValue ? Comparer<T>.Default.Compare(n1.value, n2.value) : 1) : n2.HasValue ? -1 : 0;

    public static unsafe Type? GetUnderlyingType(Type nullableType)
    {
        ArgumentNullException.ThrowIfNull(nullableType);

        // SAFETY: a type's table is data of the image.
        Internal.Runtime.MethodTable* table = ((RuntimeType)nullableType).Table;
        return table->IsNullable ? RuntimeType.Of(table->NullableType) : null;
    }

    public static bool Equals<T>(T? n1, T? n2)
        where T : struct =>
        n1.HasValue ? n2.HasValue && EqualityComparer<T>.Default.Equals(n1.value, n2.value) : !n2.HasValue;
}
