// What Console does for clients. Labels of messages: the operation in bits 15:0, bytes of text in bits 31:16.

namespace RustKernel.Services;

/// <summary>Operations of Console.</summary>
public enum ConsoleOperation : uint
{
    /// <summary>
    /// Up to 64 bytes of text in the words. The client that reads writes as it likes; lines of others appear
    /// above its line, with their names. Answer: word 0: how often Console was started before.
    /// </summary>
    Write = 1,

    /// <summary>
    /// Keys that were pressed. Answer: word 0: how many bytes (31:0; 0: none) and how often Console was started before
    /// (63:32), words 1 to 7: the bytes. When there are keys, <see cref="Terminal.KeysBit"/> is set at
    /// the reader's port. AccessDenied: the manifest does not say <c>may=terminal</c>.
    /// </summary>
    Read = 2,
}
