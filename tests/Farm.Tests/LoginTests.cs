// People with a password: who may log in, and for how long.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.Tests;

public sealed class LoginTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";
    private static readonly CancellationToken s_never = CancellationToken.None;
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-farm-login").FullName;
    private CoordinatorProcess _coordinator = null!;
    private FarmClient _admin = null!;
    private HttpClient _browser = null!;

    public async Task InitializeAsync()
    {
        _coordinator = new CoordinatorProcess(Path.Combine(_folder, "farm.db"));
        _admin = _coordinator.Client();
        _browser = Browser();
        await _admin.SetAccountAsync(new AccountRequest("ann", FarmRole.Submitter, ["radio"], Password), s_never);
    }

    public Task DisposeAsync()
    {
        _browser.Dispose();
        _admin.Dispose();
        _coordinator.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Whoever_has_the_password_is_let_in_until_he_logs_out()
    {
        using HttpResponseMessage asked = await GetAsync("boards");
        Assert.Equal((HttpStatusCode.Redirect, "/login?to=%2Fboards"), (asked.StatusCode, asked.Headers.Location!.OriginalString));
        using HttpResponseMessage answer = await LogInAsync("ann", Password, "/boards");
        Assert.Equal((HttpStatusCode.Redirect, "/boards"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        string given = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", given);
        Assert.Contains("samesite=lax", given);
        string cookie = CookieOf(answer);
        using HttpResponseMessage page = await GetAsync("boards", ("Cookie", cookie));
        Assert.Contains("ann, submitter", await page.Content.ReadAsStringAsync());
        Assert.Equal(1, Assert.Single(await _admin.AccountsAsync(s_never)).Sessions);
        // Neither the secret nor the password is stored in any form.
        string kept = await File.ReadAllTextAsync(Path.Combine(_folder, "farm.db"));
        Assert.DoesNotContain(cookie.Split('=')[1], kept);
        Assert.DoesNotContain(Password, kept);
        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync("logout", [], Own, ("Cookie", cookie))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync("boards", ("Cookie", cookie))).StatusCode);
        string[] deeds = [.. (await _admin.AuditAsync(s_never)).Select(deed => $"{deed.Who}: {deed.What}")];
        Assert.Contains("ann: logged in from 127.0.0.1", deeds);
        Assert.Contains("ann: logged out", deeds);
    }

    [Fact]
    public async Task A_wrong_password_lets_no_one_in_and_many_of_them_are_not_even_looked_at()
    {
        foreach (string name in new[] { "ann", "eve", "ann", "eve", "ann", "ann" })
        {
            using HttpResponseMessage wrong = await LogInAsync(name, "a wrong password", "/");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            Assert.False(wrong.Headers.Contains("Set-Cookie"));
            Assert.Contains("No account has this name and password.", await wrong.Content.ReadAsStringAsync());
        }

        // The right one succeeds and clears the failures; five wrong ones block the name for a while, even for the right one.
        Assert.Equal(HttpStatusCode.Redirect, (await LogInAsync("ann", Password, "/")).StatusCode);
        HttpStatusCode[] many = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(async _ => (await LogInAsync("ann", "wrong", "/")).StatusCode));
        Assert.Equal(5, many.Count(status => status == HttpStatusCode.Unauthorized));
        Assert.Equal(3, many.Count(status => status == HttpStatusCode.TooManyRequests));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await LogInAsync("ann", Password, "/")).StatusCode);
        Assert.Contains("(401) POST /login: a wrong password for ann", _coordinator.Said);
        Assert.Contains("(429) POST /login: too many wrong passwords", _coordinator.Said);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("")]
    public async Task A_login_leads_to_no_other_site(string to)
    {
        using HttpResponseMessage answer = await LogInAsync("ann", Password, to);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_session_is_made_by_the_farm_alone_and_ends_with_the_account()
    {
        // A session that someone prepared for ann does not count, and she does not get it.
        (string, string) prepared = ("Cookie", "rkfarm-session=prepared-by-somebody");
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync("boards", prepared)).StatusCode);
        using HttpResponseMessage answer = await PostAsync("login", Form("ann", Password, "/"), Own, prepared);
        string first = CookieOf(answer);
        Assert.DoesNotContain("prepared", first);
        // A new login ends the previous session.
        string second = CookieOf(await PostAsync("login", Form("ann", Password, "/"), Own, ("Cookie", first)));
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync("boards", ("Cookie", first))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("boards", ("Cookie", second))).StatusCode);
        // A changed role counts from the next login on; a stolen cookie gives nothing.
        await _admin.SetAccountAsync(new AccountRequest("ann", FarmRole.Admin, [], Password + "2"), s_never);
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync("boards", ("Cookie", second))).StatusCode);
        string third = CookieOf(await LogInAsync("ann", Password + "2", "/"));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("audit", ("Cookie", third))).StatusCode);
        await _admin.RemoveAccountAsync("ann", s_never);
        await _admin.SetAccountAsync(new AccountRequest("bob", FarmRole.Submitter, [], Password), s_never);
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync("boards", ("Cookie", third))).StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_use_a_session()
    {
        (string, string) cookie = ("Cookie", CookieOf(await LogInAsync("ann", Password, "/")));
        await RegisterAsync();
        Dictionary<string, string> form = new() { ["fence"] = "0", ["minutes"] = "5", ["reason"] = "", ["who"] = "root" };
        foreach ((string, string)[] headers in new[]
        {
            [cookie], [cookie, ("Origin", "http://evil.example")], [cookie, ("Origin", "null")], [cookie, ("Sec-Fetch-Site", "cross-site")],
            new[] { cookie, ("Sec-Fetch-Site", "none") },
        })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync("boards/pi/reserve", form, headers)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync("logout", [], headers)).StatusCode);
            // It also cannot log someone in as another user.
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync("login", Form("ann", Password, "/"), headers)).StatusCode);
        }

        (string, string) json = ("Accept", "application/json");
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("boards/pi/reserve", form, cookie, Own, json)).StatusCode);
        // Whatever the form says, it was ann.
        Assert.Equal("ann", Assert.Single(await _admin.BoardsAsync(s_never)).Reservation!.By);
        // She may not do what a submitter may not.
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync("audit", cookie)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync("accounts", cookie)).StatusCode);
    }

    [Fact]
    public async Task A_form_that_is_huge_or_none_is_refused()
    {
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (await PostAsync("login", Form("ann", new string('x', 100_000), "/"), Own)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("login", Form("ann", new string('x', 1000), "/"), Own)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("login", [], Own)).StatusCode);
        using HttpResponseMessage json = await _browser.AskAsync(HttpMethod.Post, "login", "{}", Foreign, Own);
        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
        foreach (AccountRequest wrong in new AccountRequest[]
        {
            new("eve", FarmRole.Agent, [], Password), new("<b>", FarmRole.Submitter, [], Password),
            new("eve", FarmRole.Submitter, ["a b"], Password), new("eve", FarmRole.Submitter, [], "short"),
        })
        {
            FarmRefusedException refused = await Assert.ThrowsAsync<FarmRefusedException>(() => _admin.SetAccountAsync(wrong, s_never));
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        }
    }

    private static (string Name, string Value) Foreign => ("X-Forwarded-For", "203.0.113.9");

    private (string Name, string Value) Own => ("Origin", $"{_coordinator.Address}".TrimEnd('/'));

    private HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = _coordinator.Address,
    };

    private Task RegisterAsync() => _admin.RegisterAsync(
        new HostAnnouncement("desk", FarmProtocol.Version, "test", [new BoardAnnouncement("pi", "rpi4", "lab", "", [])]),
        s_never);

    private static Dictionary<string, string> Form(string name, string password, string to)
        => new() { ["name"] = name, ["password"] = password, ["to"] = to };

    private Task<HttpResponseMessage> LogInAsync(string name, string password, string to)
        => PostAsync("login", Form(name, password, to), Own);

    private static string CookieOf(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

    // From another machine, like a browser.
    private Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
        => _browser.AskAsync(HttpMethod.Get, path, null, [Foreign, ("Accept", "text/html"), .. headers]);

    private async Task<HttpResponseMessage> PostAsync(
        string path,
        Dictionary<string, string> form,
        params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        foreach ((string name, string value) in headers.Append(Foreign))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _browser.SendAsync(request);
    }
}
