// The logs of boots as the shell sees them.

namespace RustKernel.Services;

/// <summary>What keeps the logs of the last boots in <c>/data/log</c>.</summary>
[Service(14)]
public interface IJournal
{
    /// <summary>
    /// The number of this boot's log, with all in it that Log had when this was asked. <paramref name="number"/> is 0 when there is none:
    /// <c>/data</c> is not there, or cannot be written.
    /// </summary>
    [Operation(1)]
    [Errors]
    ErrorCode Boot(out ulong number);
}
