// A connection of a predecessor whose peer does not know yet that it is over.

using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>What a reset needs.</summary>
/// <param name="Local">Our end.</param>
/// <param name="Remote">The peer's.</param>
/// <param name="Number">The number after the last byte that the peer has acknowledged.</param>
internal readonly record struct LostConnection(EndPoint Local, EndPoint Remote, uint Number);
