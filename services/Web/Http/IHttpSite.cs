// What a server serves.

namespace RustKernel.Services.Web.Http;

/// <summary>The answers.</summary>
public interface IHttpSite
{
    /// <summary>The answer to a GET or HEAD, with the content of a GET for both. What it throws is the client's 500.</summary>
    HttpResponse Answer(HttpRequest request);
}
