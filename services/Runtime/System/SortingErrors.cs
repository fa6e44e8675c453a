// The exceptions of a sort whose comparer throws or contradicts itself. The sorts of all types share the texts.

namespace System;

internal static class SortingErrors
{
    internal static Exception Of(Exception error) => error is IndexOutOfRangeException
        ? new ArgumentException("Unable to sort because the IComparer.Compare() method returns inconsistent results. Either a value"
            + " does not compare equal to itself, or one value repeatedly compared to another value yields different results."
            + " IComparer: ''.")
        : new InvalidOperationException("Failed to compare two elements in the array.", error);
}
