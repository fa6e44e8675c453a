namespace RustKernel.Services;

/// <summary>Keeps the logs of the last boots in <c>/data/log</c>.</summary>
[Service(14)]
public interface IJournal
{
    /// <summary>
    /// Returns the number of this boot's log, after everything that Log had at the time of the call has gone into it.
    /// <paramref name="number"/> is 0 when there is no log: <c>/data</c> is missing, or read-only.
    /// </summary>
    [Operation(1)]
    [Errors]
    ErrorCode Boot(out ulong number);
}
