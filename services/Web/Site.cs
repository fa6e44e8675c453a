// What the machine shows.

using RustKernel.Services.Web.Http;

namespace RustKernel.Services.Web;

/// <summary>The paths.</summary>
internal sealed class Site(HttpTraffic traffic) : IHttpSite
{
    /// <inheritdoc/>
    public HttpResponse Answer(HttpRequest request) => request.Path switch
    {
        "/" => HttpResponse.Text(HttpStatus.Ok, "text/plain; charset=utf-8", $"RustKernel {traffic.Answers}\n"),
        _ => HttpResponse.Error(HttpStatus.NotFound),
    };
}
