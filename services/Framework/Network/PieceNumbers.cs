using System.Collections.Generic;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Network;

/// <summary>
/// The numbers that the service gives a session's pieces of memory, in the order in which it took them. It may have taken a piece whose
/// answer was lost when it ended: so the next number is not always the next one that this side expects.
/// </summary>
public static class PieceNumbers
{
    /// <summary>The most pieces of a session.</summary>
    public const int Most = 16;

    /// <summary>
    /// Whether the service can have given <paramref name="number"/> to a session of which <paramref name="known"/> pieces are known.
    /// </summary>
    internal static bool IsPossible(uint number, int known) => number >= (uint)known && number < Most;

    /// <summary>Adds a piece at its number, and fills the numbers of lost pieces before it with it: no block lies there.</summary>
    internal static void Add(List<MappedMemory> pieces, MappedMemory piece, uint number)
    {
        while ((uint)pieces.Count <= number)
        {
            pieces.Add(piece);
        }
    }
}
