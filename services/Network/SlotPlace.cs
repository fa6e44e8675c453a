using System.Numerics;
using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>Where a slot's block lies in its session's memory.</summary>
/// <param name="Piece">The piece.</param>
/// <param name="Offset">Offset in the piece.</param>
/// <param name="SendBytes">The send ring's capacity; 0: there is no block.</param>
/// <param name="ReceiveBytes">The receive ring's.</param>
internal readonly record struct SlotPlace(uint Piece, uint Offset, uint SendBytes, uint ReceiveBytes)
{
    /// <summary>Whether it fits into a piece of <paramref name="bytes"/>.</summary>
    internal bool IsWithin(int bytes) =>
        IsCapacity(SendBytes) && IsCapacity(ReceiveBytes) && Offset % SocketBlock.Alignment == 0
        && Offset + SocketBlock.SizeOf(SendBytes, ReceiveBytes) <= bytes;

    private static bool IsCapacity(uint bytes) =>
        bytes is >= ByteRing.LeastCapacity and <= ByteRing.MostCapacity && BitOperations.IsPow2(bytes);
}
