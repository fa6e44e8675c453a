// What Console does for clients. Labels of messages: the operation in bits 15:0, bytes of text in bits 31:16.

namespace RustKernel.Services;

/// <summary>Operations of Console.</summary>
public enum ConsoleOperation : uint
{
    /// <summary>Up to 64 bytes of text in the words. The client that reads writes as it likes; lines of others appear above its line, with their names.</summary>
    Write = 1,

    /// <summary>Answered when keys were pressed: word 0: how many bytes, words 1 to 7: the bytes. AccessDenied: the manifest does not say <c>may=terminal</c>.</summary>
    Read = 2,
}
