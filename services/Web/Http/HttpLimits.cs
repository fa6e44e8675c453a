namespace RustKernel.Services.Web.Http;

/// <summary>Limits of a client. Beyond them its request is refused or its connection ended.</summary>
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

    /// <summary>Bytes of a file read and sent at once.</summary>
    public const int PieceBytes = 16 * 1024;
}
