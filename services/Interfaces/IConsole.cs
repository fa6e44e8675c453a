// Console as its clients see it.

namespace RustKernel.Services;

/// <summary>The serial line of a person. The framework's Terminal has the rest.</summary>
[Service(6)]
public interface IConsole
{
    /// <summary>
    /// Writes a piece of text; how often Console was started before. The client that reads writes as it likes; lines of others
    /// appear above its line, with their names. It takes as long as there is no room.
    /// </summary>
    [Operation(1)]
    [Errors]
    Result<uint> Write([AtMost(63)] System.ReadOnlySpan<byte> text);

    /// <summary>
    /// Keys that were pressed, none or more; and how often Console was started before. When there are keys,
    /// <c>Terminal.KeysBit</c> is set at the reader's port. AccessDenied: the manifest does not say <c>may=terminal</c>.
    /// </summary>
    [Operation(2)]
    [Errors(ErrorCode.AccessDenied)]
    ErrorCode Read([AtMost(55)] out byte[] keys, out uint starts);
}
