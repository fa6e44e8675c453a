using System.Net.Http;
using System.Text;
using System.Threading.Tasks;

namespace RustKernel.Farm.Tests;

internal static class Requests
{
    /// <summary>Sends <paramref name="json"/>, or nothing, as anyone may, with headers that need not be right.</summary>
    public static async Task<HttpResponseMessage> AskAsync(
        this HttpClient http,
        HttpMethod method,
        string path,
        string? json,
        params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }
}
