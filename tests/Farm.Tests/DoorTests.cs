// Who and what a coordinator lets in, and what it shows.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.Tests;

public sealed class DoorTests : IDisposable
{
    private const string Token = "a-token-of-24-letters-xx";
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-farm-door").FullName;
    private readonly CoordinatorProcess _coordinator;
    private readonly HttpClient _http;

    public DoorTests()
    {
        string token = Path.Combine(_folder, "token");
        File.WriteAllText(token, Token + "\n");
        _coordinator = new CoordinatorProcess(Path.Combine(_folder, "farm.db"), "--token-file", token);
        _http = new HttpClient { BaseAddress = _coordinator.Address };
    }

    public void Dispose()
    {
        _http.Dispose();
        _coordinator.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("Host", "evil.example")]
    public async Task Whoever_is_not_surely_of_this_machine_needs_the_token(string header, string value)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("boards", (header, value))).StatusCode);
        (string, string) wrong = ("Authorization", "Bearer wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("boards", (header, value), wrong)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("boards", (header, value), ("Authorization", $"Bearer {Token}"))).StatusCode);
        string basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + Token));
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
        (string, string) origin = ("Origin", $"{_coordinator.Address}".TrimEnd('/'));
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
        // Of a job only what is wrong is said; the rest is as it should be.
        string whole = path == "jobs" && message.StartsWith('{') ? Whole(message) : message;
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, path, whole);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).Replace("\\u0027", "'"));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_and_the_coordinator_goes_on()
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "jobs", new string('x', 2_000_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("boards")).StatusCode);
    }

    [Fact]
    public async Task Pages_show_what_hosts_and_machines_say_as_text()
    {
        using FarmClient client = _coordinator.Client();
        BoardAnnouncement board = new("pi", "rpi4", "lab", "<script>alert(1)</script>", []);
        HostAnnouncement host = new("desk", FarmProtocol.Version, "test", [board]);
        long session = (await client.RegisterAsync(host, CancellationToken.None)).Session;
        long job = await client.SubmitAsync(new JobRequest("pi", "", [], "boot", "", 50, 0, 0, 0, "<i>me</i>"), CancellationToken.None);
        Assignment run = (await client.WorkAsync(new WorkRequest("desk", session, ["pi"]), CancellationToken.None))!;
        string line = Convert.ToBase64String(Encoding.UTF8.GetBytes("<b>bold</b> \u001b]52;c;aGk=\u0007\nnext\n"));
        byte[] log = Encoding.UTF8.GetBytes($$"""{"t":1,"kind":"serial.rx","data":"{{line}}"}""" + "\n");
        await client.AppendLogAsync(new HeldRun(run.Run, run.Fence), 0, log, CancellationToken.None);
        foreach (string path in new[] { "", "boards/pi", $"jobs/{job}", $"runs/{run.Run}" })
        {
            using HttpResponseMessage answer = await GetAsync(path, ("Accept", "text/html"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("script-src 'self'", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")));
            string page = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("<script>alert", page);
            Assert.DoesNotContain("<i>me", page);
            Assert.DoesNotContain("<b>bold", page);
            Assert.DoesNotContain("\u001b", page);
            Assert.Contains("</html>", page);
        }

        using HttpResponseMessage console = await GetAsync($"runs/{run.Run}", ("Accept", "text/html"));
        Assert.Contains("&lt;b&gt;bold&lt;/b&gt; \\x1b]52;c;aGk=\\x07", await console.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("runs/999", ("Accept", "text/html"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("boards/..%2f..%2fetc", ("Accept", "text/html"))).StatusCode);
    }

    [Fact]
    public async Task The_past_is_shown_as_pages_and_as_json_and_the_farm_counts_itself()
    {
        using FarmClient client = _coordinator.Client();
        HostAnnouncement host = new("desk", FarmProtocol.Version, "test", [new BoardAnnouncement("pi.4", "rpi4", "lab", "", [])]);
        await client.RegisterAsync(host, CancellationToken.None);
        RunRecord record = RunRecord.Empty(1000, "boot") with
        {
            Build = "<i>abc</i>",
            FailedTests = ["boot.<b>"],
            Metrics = [new Measurement("<u>", 1.5, "ms")],
        };
        PastRun past = new(0, 0, "pi.4", "rpi4", "desk", "fail", "<script>alert(1)</script>", "", record);
        Assert.Equal(1, await client.ImportAsync([past], CancellationToken.None));
        PastRun kept = Assert.Single(await client.HistoryAsync(new HistoryQuery("pi.4", "", "", "", 5), CancellationToken.None));
        Assert.Equal("boot.<b>", Assert.Single((await client.PastRunAsync(kept.Id, CancellationToken.None)).Record.FailedTests));
        foreach (string path in new[] { "history", "history?board=pi.4&verdict=fail", $"history/{kept.Id}", "matrix" })
        {
            using HttpResponseMessage answer = await GetAsync(path, ("Accept", "text/html"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            string page = await answer.Content.ReadAsStringAsync();
            Assert.Contains("fail", page);
            Assert.Contains("</html>", page);
            Assert.DoesNotContain("<script>alert", page);
            Assert.DoesNotContain("<i>abc", page);
            Assert.DoesNotContain("<u>", page);
        }

        using HttpResponseMessage badge = await GetAsync("badges/pi.4.svg");
        Assert.Equal("image/svg+xml", badge.Content.Headers.ContentType!.MediaType);
        Assert.Contains("aria-label=\"pi.4: fail\"", await badge.Content.ReadAsStringAsync());
        Assert.Contains("other: unknown", await _http.GetStringAsync("badges/other.svg"));
        string metrics = await _http.GetStringAsync("metrics");
        Assert.Contains("farm_boards{state=\"free\",health=\"good\"} 1\n", metrics);
        Assert.Contains("farm_host_unheard_seconds{host=\"desk\"} ", metrics);
        Assert.Contains("\nfarm_longest_wait_seconds 0\n", metrics);
    }

    [Fact]
    public async Task A_past_that_cannot_be_is_refused()
    {
        (string Right, string Wrong, string Words)[] changes =
        [
            ("\"verdict\":\"pass\"", "\"verdict\":\"<b>\"", "has a board, type, host or verdict that is none"),
            ("\"board\":\"pi\"", "\"board\":\"../pi\"", "has a board, type, host or verdict that is none"),
            ("\"image\":\"\"", "\"image\":\"../x\"", "a number or a hash that is none"),
            ("\"ok\":0", "\"ok\":-1", "a number or a hash that is none"),
            ("\"failedTests\":[]", $"\"failedTests\":[\"{new string('x', 401)}\"]", "texts of at most 400 letters"),
        ];
        PastRun past = new(0, 0, "pi", "rpi4", "desk", "pass", "", "", RunRecord.Empty(1000, "boot"));
        string whole = JsonSerializer.Serialize<IReadOnlyList<PastRun>>([past], FarmJson.Default.IReadOnlyListPastRun);
        foreach ((string right, string wrong, string words) in changes)
        {
            Assert.Contains(right, whole);
            using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "history", whole.Replace(right, wrong));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(words, await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("--listen", "0.0.0.0:0", "can be reached from other machines")]
    [InlineData("--listen", "nonsense", "--listen is ADDRESS:PORT")]
    [InlineData("--store", "postgres://", "postgres://USER@HOST:PORT/DATABASE")]
    public void A_wrong_command_line_is_refused_in_words(string option, string value, string words)
    {
        ProcessStartInfo start = new(
            Path.Combine(AppContext.BaseDirectory, "rk-farm"),
            option == "--store" ? ["--store", value] : ["--store", Path.Combine(_folder, "other.db"), option, value])
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

    private async Task<HttpResponseMessage> SendAsync(
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

        return await _http.SendAsync(request);
    }
}
