// A name, or an echo, that a client waits for.

namespace RustKernel.Services.Network;

/// <summary>Who waits.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Reply">The reply that it gets.</param>
internal sealed record Question(Session Session, PendingReply Reply);
