namespace RustKernel.Services.Network;

/// <summary>Where a block lies in a session's memory; without bytes: there is none.</summary>
/// <param name="Piece">Number of the piece.</param>
/// <param name="Offset">Where in it.</param>
/// <param name="Bytes">How long.</param>
internal readonly record struct SocketSpace(uint Piece, uint Offset, uint Bytes);
