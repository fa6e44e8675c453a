// The numbers that the service gives a session's pieces of memory.

using System.Collections.Generic;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Network;

/// <summary>
/// Pieces are numbered in the order in which the service took them. A piece whose answer was lost with the service's process was taken
/// all the same: the next number is not always the next one that this side knows.
/// </summary>
public static class PieceNumbers
{
    /// <summary>Pieces that a session has at most.</summary>
    public const int Most = 16;

    /// <summary>
    /// Whether the service can have given <paramref name="number"/> to a session of which <paramref name="known"/> pieces are known.
    /// </summary>
    internal static bool IsPossible(uint number, int known) => number >= (uint)known && number < Most;

    /// <summary>Adds a piece at its number, in place of those before it, too, that were taken and lost: no block lies there.</summary>
    internal static void Add(List<MappedMemory> pieces, MappedMemory piece, uint number)
    {
        while ((uint)pieces.Count <= number)
        {
            pieces.Add(piece);
        }
    }
}
