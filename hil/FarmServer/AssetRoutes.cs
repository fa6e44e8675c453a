// Files that pages need.

using System.Collections.Generic;
using System.IO;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// Serves everything in wwwroot, which is embedded in this program. A file that was not there at compile time is never served.
/// </summary>
internal static class AssetRoutes
{
    private static readonly Dictionary<string, string> s_types = new()
    {
        [".css"] = "text/css",
        [".js"] = "text/javascript",
        [".mjs"] = "text/javascript",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>Adds a route for each file.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (string name in typeof(AssetRoutes).Assembly.GetManifestResourceNames())
        {
            string type = s_types.GetValueOrDefault(Path.GetExtension(name), "text/plain");
            // They are the same in every farm, and the login page needs them.
            Open.To(routes.MapGet("/" + name, (HttpContext context) => Serve(name, type, context)));
        }
    }

    private static IResult Serve(string name, string type, HttpContext context)
    {
        if (name.StartsWith("lib/", System.StringComparison.Ordinal))
        {
            // A library's folder is named by its version, so its files never change.
            context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        }

        Stream content = typeof(AssetRoutes).Assembly.GetManifestResourceStream(name)!;
        return Results.Stream(content, type);
    }
}
