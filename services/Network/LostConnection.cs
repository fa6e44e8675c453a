using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>A connection that ended with a restart, and whose peer must get a reset.</summary>
/// <param name="Local">Our end.</param>
/// <param name="Remote">The peer's.</param>
/// <param name="Number">The number after the last byte that the peer has acknowledged, or an older one.</param>
/// <param name="Entry">Its entry in <see cref="KeptSockets"/>; negative: none.</param>
internal readonly record struct LostConnection(EndPoint Local, EndPoint Remote, uint Number, int Entry = -1);
