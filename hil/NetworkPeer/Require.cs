// What a case demands.

using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>Demands; each throws <see cref="CaseException"/>.</summary>
internal static class Require
{
    /// <summary>It must be so.</summary>
    public static void That([DoesNotReturnIf(false)] bool isSo, string what)
    {
        if (!isSo)
        {
            throw new CaseException(what);
        }
    }

    /// <summary>They must be equal.</summary>
    public static void Equal<T>(T expected, T actual, string what) =>
        That(EqualityComparer<T>.Default.Equals(expected, actual), $"{what}: expected {expected}, was {actual}");
}
