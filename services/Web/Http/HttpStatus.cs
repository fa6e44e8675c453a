namespace RustKernel.Services.Web.Http;

/// <summary>The status codes that this server sends. [RFC 9110 15, RFC 6585]</summary>
public enum HttpStatus
{
    /// <summary>200.</summary>
    Ok = 200,

    /// <summary>206.</summary>
    PartialContent = 206,

    /// <summary>301.</summary>
    MovedPermanently = 301,

    /// <summary>304.</summary>
    NotModified = 304,

    /// <summary>400.</summary>
    BadRequest = 400,

    /// <summary>403.</summary>
    Forbidden = 403,

    /// <summary>404.</summary>
    NotFound = 404,

    /// <summary>405.</summary>
    MethodNotAllowed = 405,

    /// <summary>408.</summary>
    RequestTimeout = 408,

    /// <summary>411.</summary>
    LengthRequired = 411,

    /// <summary>412.</summary>
    PreconditionFailed = 412,

    /// <summary>413.</summary>
    ContentTooLarge = 413,

    /// <summary>416.</summary>
    RangeNotSatisfiable = 416,

    /// <summary>431.</summary>
    FieldsTooLarge = 431,

    /// <summary>500.</summary>
    InternalError = 500,

    /// <summary>501.</summary>
    NotImplemented = 501,

    /// <summary>505.</summary>
    VersionNotSupported = 505,
}
