// The log entry.

namespace RustKernel.Flash.Netboot;

/// <summary>The link to the boards went or came back.</summary>
/// <param name="Status">How it is now.</param>
/// <param name="Text">For people.</param>
public sealed record LinkEvent(LinkStatus Status, string Text);
