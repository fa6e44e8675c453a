namespace RustKernel.Services.Web.Http;

/// <summary>The content of a server.</summary>
public interface IHttpSite
{
    /// <summary>The answer to a GET or HEAD, in both cases with the content. If it throws, the client gets 500.</summary>
    HttpResponse Answer(HttpRequest request);
}
