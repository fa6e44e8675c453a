// What a coordinator reveals.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.Tests;

public sealed class DoorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-farm-door").FullName;
    private readonly CoordinatorProcess _coordinator;
    private readonly HttpClient _http;

    public DoorTests()
    {
        _coordinator = new CoordinatorProcess(Path.Combine(_folder, "farm.db"));
        _http = new HttpClient { BaseAddress = _coordinator.Address };
    }

    public void Dispose()
    {
        _http.Dispose();
        _coordinator.Dispose();
        Directory.Delete(_folder, recursive: true);
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
        byte[] log = Encoding.UTF8.GetBytes(
            """{"t":1,"kind":"power","state":"on","by":"test"}""" + "\n"
                + """{"t":1500000000,"kind":"failure","what":"<b>bold</b>","reason":"\u001b]0;x"}""" + "\n"
                + $$"""{"t":1500000001,"kind":"serial.rx","data":"{{line}}"}""" + "\n");
        await client.AppendLogAsync(new HeldRun(run.Run, run.Fence), 0, log, CancellationToken.None);
        foreach (string path in new[] { "", "boards/pi", $"jobs/{job}", $"runs/{run.Run}" })
        {
            using HttpResponseMessage answer = await GetAsync(path, ("Accept", "text/html"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Contains("script-src 'self'", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")));
            string page = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("<script>alert", page);
            Assert.DoesNotContain("<i>me", page);
            Assert.DoesNotContain("<b>bold", page);
            Assert.DoesNotContain("\u001b", page);
            Assert.Contains("</html>", page);
        }

        using HttpResponseMessage console = await GetAsync($"runs/{run.Run}", ("Accept", "text/html"));
        string shown = await console.Content.ReadAsStringAsync();
        Assert.Contains("&lt;b&gt;bold&lt;/b&gt; \\x1b]52;c;aGk=\\x07", shown);
        Assert.Contains("<td>0.000 s</td><td>power</td><td>power on, by test</td>", shown);
        Assert.Contains("<td>1.500 s</td><td>failure</td><td>&lt;b&gt;bold&lt;/b&gt;: ", shown);
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
    public async Task A_metric_that_moved_is_first_on_the_boards_trends_with_its_step()
    {
        using FarmClient client = _coordinator.Client();
        PastRun[] runs = [.. Enumerable.Range(0, 12)
            .Select(number => RunRecord.Empty(1_700_000_000_000 + (number * 60_000), "boot") with
            {
                Build = $"build{number}",
                Metrics = [new Measurement("a.still", 5, "ms"), new Measurement("b.<i>", number < 6 ? 100 : 110, "ms")],
            })
            .Select(record => new PastRun(0, 0, "pi", "rpi4", "desk", "pass", "", "", record))];
        Assert.Equal(12, await client.ImportAsync(runs, CancellationToken.None));
        BoardTrend[] trends = JsonSerializer.Deserialize(
            await _http.GetStringAsync("boards/pi/trends"),
            FarmJson.Default.IReadOnlyListBoardTrend)!.ToArray();
        Assert.Equal(["b.<i>", "a.still"], trends.Select(trend => trend.Name));
        Assert.Equal(new TrendStep(6, 100, 110), Assert.Single(trends[0].Steps));
        Assert.Empty(trends[1].Steps);
        foreach (string path in new[] { "boards/pi/trends", "boards/pi/metric?name=b.%3Ci%3E" })
        {
            using HttpResponseMessage answer = await GetAsync(path, ("Accept", "text/html"));
            string page = WebUtility.HtmlDecode((await answer.Content.ReadAsStringAsync()).Replace("b.&lt;i&gt;", ""));
            Assert.Contains("100 → 110, +10.0 %", page);
            Assert.Contains("build6", page);
            Assert.Contains("data-trend=\"/boards/pi/trend?name=b.%3Ci%3E\"", page);
            Assert.DoesNotContain("<i>", page);
        }

        Assert.Contains("\"steps\":[{\"index\":6", await _http.GetStringAsync("boards/pi/trend?name=b.%3Ci%3E"));
        Assert.Equal(12, (await client.MetricAsync("pi", "a.still", CancellationToken.None)).Count);
        using HttpResponseMessage none = await GetAsync("boards/pi/metric?name=nothing", ("Accept", "text/html"));
        Assert.Contains("No run of it that passed measured this", await none.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_board_is_reserved_and_released_by_the_pages_forms()
    {
        using FarmClient client = _coordinator.Client();
        HostAnnouncement host = new("desk", FarmProtocol.Version, "test", [new BoardAnnouncement("pi", "rpi4", "lab", "", [])]);
        await client.RegisterAsync(host, CancellationToken.None);
        await PostFormAsync(HttpStatusCode.OK, ("fence", "0"), ("minutes", "5"), ("reason", "<b>probe</b>"), ("who", "<i>ann</i>"));
        Assert.Equal("<i>ann</i>", Assert.Single(await client.BoardsAsync(CancellationToken.None)).Reservation!.By);
        foreach (string path in new[] { "", "boards/pi" })
        {
            using HttpResponseMessage answer = await GetAsync(path, ("Accept", "text/html"));
            string page = await answer.Content.ReadAsStringAsync();
            Assert.Contains("reserved by &lt;i&gt;ann&lt;/i&gt; until", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<i>ann", page);
            Assert.DoesNotContain("<b>probe", page);
        }

        await PostFormAsync(HttpStatusCode.BadRequest, ("fence", "x"), ("minutes", "5"), ("reason", ""), ("who", "ann"));
        await PostFormAsync(HttpStatusCode.BadRequest, ("fence", "1"), ("minutes", "5"), ("reason", ""), ("who", " "));
        await PostFormAsync(HttpStatusCode.BadRequest, ("fence", "1"), ("minutes", "-5"), ("reason", ""), ("who", "ann"));
        await PostFormAsync(HttpStatusCode.Conflict, ("fence", "1"), ("minutes", "5"), ("reason", ""), ("who", "bob"));
        await PostFormAsync(HttpStatusCode.OK, ("fence", "1"), ("minutes", "0"), ("who", "bob"), ("take", "yes"));
        Assert.Null(Assert.Single(await client.BoardsAsync(CancellationToken.None)).Reservation);
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

    private async Task PostFormAsync(HttpStatusCode status, params (string Name, string Value)[] fields)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "boards/pi/reserve");
        request.Headers.Accept.ParseAdd("text/html");
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using HttpResponseMessage answer = await _http.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
    }

    private Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Get, path, null, headers);

    private Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? json,
        params (string Name, string Value)[] headers)
        => _http.AskAsync(method, path, json, headers);
}
