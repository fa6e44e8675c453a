// What one client may take.

namespace RustKernel.Services.Web.Http;

/// <summary>Limits: beyond them a client is refused or its connection ended.</summary>
public static class HttpLimits
{
    /// <summary>Bytes of a request's head, with the empty line: 431 beyond.</summary>
    public const int HeadBytes = 8 * 1024;

    /// <summary>Header fields of a request: 431 beyond.</summary>
    public const int Fields = 100;

    /// <summary>Bytes of a request's content, which is read and dropped: 413 beyond.</summary>
    public const int ContentBytes = 64 * 1024;

    /// <summary>Connections at a time.</summary>
    public const int Connections = 32;

    /// <summary>Milliseconds from the last answer to the end of the next request's head: 408 beyond.</summary>
    public const int HeadMilliseconds = 10_000;

    /// <summary>Milliseconds that <see cref="PieceBytes"/> may take to be sent.</summary>
    public const int SendMilliseconds = 30_000;

    /// <summary>Milliseconds that the client has to close the connection after the last answer.</summary>
    public const int CloseMilliseconds = 2_000;

    /// <summary>Bytes that are read of a file and sent at once.</summary>
    public const int PieceBytes = 16 * 1024;
}
