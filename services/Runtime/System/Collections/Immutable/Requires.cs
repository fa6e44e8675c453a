// What the immutable collections ask of their arguments.

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
