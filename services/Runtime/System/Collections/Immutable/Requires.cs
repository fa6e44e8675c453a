// Argument checks of the immutable collections.

namespace System.Collections.Immutable;

internal static class Requires
{
    internal static void Range(bool isInside, string parameter)
    {
        if (!isInside)
        {
            throw new ArgumentOutOfRangeException(parameter);
        }
    }
}
