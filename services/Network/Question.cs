namespace RustKernel.Services.Network;

/// <summary>A client that waits for a name or an echo.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Reply">The reply that it gets.</param>
internal sealed record Question(Session Session, PendingReply Reply);
