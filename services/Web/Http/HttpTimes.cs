namespace RustKernel.Services.Web.Http;

/// <summary>How long the server waits for a client, in milliseconds.</summary>
public sealed class HttpTimes
{
    /// <summary>From the last answer to the end of the next request's head, else 408. Also for a request's content.</summary>
    public int Head { get; init; } = 10_000;

    /// <summary>For <see cref="HttpLimits.PieceBytes"/> to be sent.</summary>
    public int Send { get; init; } = 30_000;

    /// <summary>For the client to close the connection after the last answer.</summary>
    public int Close { get; init; } = 2_000;
}
