namespace RustKernel.Services.Web.Http;

/// <summary>A server's counts since its process began.</summary>
public sealed class HttpTraffic
{
    /// <summary>Connections that are open.</summary>
    public int Connections { get; internal set; }

    /// <summary>Connections accepted.</summary>
    public long Accepted { get; internal set; }

    /// <summary>Answers, of all kinds.</summary>
    public long Answers { get; internal set; }

    /// <summary>Answers with a status of 400 or more.</summary>
    public long Refusals { get; internal set; }

    /// <summary>Bytes of heads and content sent.</summary>
    public long BytesSent { get; internal set; }
}
