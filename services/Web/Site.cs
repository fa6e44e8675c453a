using RustKernel.Services.Web.Http;
using RustKernel.Services.Web.Pages;

namespace RustKernel.Services.Web;

/// <summary>The machine's site: which path leads to which page. It is read-only.</summary>
internal sealed class Site(HttpTraffic traffic) : IHttpSite
{
    private const string Data = "/data";
    private readonly Machine _machine = new(traffic);
    private readonly FilePages[] _files = [new(Data, "/files"), new(Data, Data)];

    /// <inheritdoc/>
    public HttpResponse Answer(HttpRequest request)
    {
        string path = request.Path;
        foreach (FilePages files in _files)
        {
            if (files.Has(path))
            {
                return files.Answer(request);
            }
        }

        return path switch
        {
            "/" => HttpResponse.Page(HttpStatus.Ok, StatusPage.Make(_machine.Report(withLog: true))),
            "/metrics" => HttpResponse.Text(HttpStatus.Ok, MetricsPage.ContentType, MetricsPage.Make(_machine.Report(withLog: false)))
                .With("Cache-Control", "no-store"),
            _ => HttpResponse.Error(HttpStatus.NotFound),
        };
    }
}
