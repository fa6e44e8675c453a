namespace RustKernel.Services;

/// <summary>A person's serial line, as clients of Console see it. The framework's Terminal wraps it.</summary>
[Service(6)]
public interface IConsole
{
    /// <summary>
    /// Writes a piece of text; returns how often Console was started before. The client that reads may write anything; lines of others
    /// appear above its line, with their names. The call waits while there is no room.
    /// </summary>
    [Operation(1)]
    [Errors]
    Result<uint> Write([AtMost(63)] System.ReadOnlySpan<byte> text);

    /// <summary>
    /// Returns the keys pressed, if any, and how often Console was started before. When keys arrive, Console sets <c>Terminal.KeysBit</c>
    /// at the reader's port. AccessDenied: the manifest does not say <c>may=terminal</c>.
    /// </summary>
    [Operation(2)]
    [Errors(ErrorCode.AccessDenied)]
    ErrorCode Read([AtMost(55)] out byte[] keys, out uint starts);
}
