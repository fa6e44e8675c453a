// Callers and requests that a coordinator refuses. Nothing here changes a farm, so one serves all tests.

using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace RustKernel.Farm.Tests;

public sealed class RefusalTests(ClosedFarm farm) : IClassFixture<ClosedFarm>
{
    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("Host", "evil.example")]
    public async Task Whoever_is_not_surely_of_this_machine_needs_the_token(string header, string value)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("boards", (header, value))).StatusCode);
        (string, string) wrong = ("Authorization", "Bearer wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("boards", (header, value), wrong)).StatusCode);
        (string, string) right = ("Authorization", $"Bearer {ClosedFarm.Token}");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("boards", (header, value), right)).StatusCode);
        string basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + ClosedFarm.Token));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("boards", (header, value), ("Authorization", basic))).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_page_of_another_site_changes_nothing(string header, string value)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "jobs/1/cancel", null, (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        (string, string) origin = ("Origin", $"{farm.Http.BaseAddress}".TrimEnd('/'));
        using HttpResponseMessage own = await SendAsync(HttpMethod.Post, "jobs/1/cancel", null, origin);
        Assert.Equal(HttpStatusCode.NotFound, own.StatusCode);
    }

    [Theory]
    [InlineData("api/agent/register", """{"host":"../../etc","protocol":1,"tool":"x","boards":[]}""", "the host's name is none")]
    [InlineData("api/agent/register", """{"host":"desk","protocol":99,"tool":"x","boards":[]}""", "speaks version 99")]
    [InlineData(
        "api/agent/register",
        """{"host":"desk","protocol":1,"tool":"x","boards":[{"name":"<b>","type":"x","driver":"lab","title":"","tags":[]}]}""",
        "a name, type or tag that is none")]
    [InlineData("jobs", """{"suites":""}""", "suites are 1 to")]
    [InlineData("jobs", """{"image":"../x"}""", "named by its SHA-256")]
    [InlineData("jobs", """{"priority":101}""", "the priority is 0 to 100")]
    [InlineData("jobs", """{"retries":99}""", "retries are 0 to 10")]
    [InlineData("jobs", """{}""", "has no board yet")]
    [InlineData("api/agent/register", """{"host":"desk"}""", "")]
    [InlineData("jobs", "no JSON", "")]
    public async Task What_is_wrong_is_refused_in_words(string path, string message, string words)
    {
        // A job's message shows only the wrong part; the rest is correct.
        string whole = path == "jobs" && message.StartsWith('{') ? Whole(message) : message;
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, path, whole);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).Replace("\\u0027", "'"));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_and_the_coordinator_goes_on()
    {
        using HttpResponseMessage answer = await SendAsync(
            HttpMethod.Post,
            "jobs",
            new string('x', 2_000_000),
            ("Expect", "100-continue"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("boards")).StatusCode);
    }

    [Theory]
    [InlineData("--listen", "0.0.0.0:0", "can be reached from other machines")]
    [InlineData("--listen", "nonsense", "--listen is ADDRESS:PORT")]
    [InlineData("--store", "postgres://", "postgres://USER@HOST:PORT/DATABASE")]
    public void A_wrong_command_line_is_refused_in_words(string option, string value, string words)
    {
        ProcessStartInfo start = new(
            Path.Combine(AppContext.BaseDirectory, "rk-farm"),
            option == "--store" ? ["--store", value] : ["--store", Path.Combine(farm.Folder, "other.db"), option, value])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(2, process.ExitCode);
        Assert.Contains(words, errors);
    }

    private static string Whole(string message)
    {
        JsonObject job = JsonNode.Parse(
            """
            {"target":"","type":"","tags":[],"suites":"boot","image":"","priority":50,"retries":0,"timeoutSeconds":0,
            "queueSeconds":0,"submitter":"me"}
            """)!.AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse(message)!.AsObject())
        {
            job[name] = value?.DeepClone();
        }

        return job.ToJsonString();
    }

    private Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Get, path, null, headers);

    private Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? json,
        params (string Name, string Value)[] headers)
        => farm.Http.AskAsync(method, path, json, headers);
}

/// <summary>A farm with a token and no board.</summary>
public sealed class ClosedFarm : IDisposable
{
    public const string Token = "a-token-of-24-letters-xx";
    private readonly CoordinatorProcess _coordinator;

    public ClosedFarm()
    {
        string token = Path.Combine(Folder, "token");
        File.WriteAllText(token, Token + "\n");
        _coordinator = new CoordinatorProcess(Path.Combine(Folder, "farm.db"), "--token-file", token);
        // A body that is refused by its length is not sent: a connection cut in the middle of it would hide the answer.
        Http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(3) })
        {
            BaseAddress = _coordinator.Address,
        };
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("rk-farm-closed").FullName;

    public HttpClient Http { get; }

    public void Dispose()
    {
        Http.Dispose();
        _coordinator.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
