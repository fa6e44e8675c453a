// Where a block lies.

namespace RustKernel.Services.Network;

/// <summary>A place in a piece of a session's memory; no bytes: none.</summary>
/// <param name="Piece">Number of the piece.</param>
/// <param name="Offset">Where in it.</param>
/// <param name="Bytes">How long.</param>
internal readonly record struct SocketSpace(uint Piece, uint Offset, uint Bytes);
