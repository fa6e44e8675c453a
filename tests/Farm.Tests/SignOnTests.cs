// People vouched for by another server.

using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.Tests;

public sealed class SignOnTests : IDisposable
{
    private static readonly CancellationToken s_never = CancellationToken.None;
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-farm-sso").FullName;
    private readonly SignOnServer _server = new();
    private readonly CoordinatorProcess _coordinator;
    private readonly FarmClient _admin;

    public SignOnTests()
    {
        string secret = Path.Combine(_folder, "secret");
        File.WriteAllText(secret, SignOnServer.Secret);
        _coordinator = new CoordinatorProcess(
            Path.Combine(_folder, "farm.db"),
            "--oidc",
            $"{_server.Address}",
            "--oidc-client",
            SignOnServer.Client,
            "--oidc-secret-file",
            secret,
            "--oidc-map",
            "lab-users=submitter:radio,video",
            "--oidc-map",
            "lab-heads=admin");
        _admin = _coordinator.Client();
    }

    public void Dispose()
    {
        _admin.Dispose();
        _coordinator.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_person_of_the_sign_on_server_has_the_role_and_groups_of_his_claims_until_he_is_removed()
    {
        using HttpClient browser = Browser();
        using HttpResponseMessage page = await SignOnAsync(browser, "/boards");
        Assert.Equal((HttpStatusCode.OK, "/boards"), (page.StatusCode, page.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Contains("carol, submitter", await page.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("audit")).StatusCode);
        await _admin.RemoveAccountAsync("carol", s_never);
        using HttpResponseMessage after = await browser.GetAsync("boards");
        Assert.Equal("/login", after.RequestMessage!.RequestUri!.AbsolutePath);
        _server.Groups = ["others", "lab-heads"];
        Assert.Equal(HttpStatusCode.OK, (await SignOnAsync(browser, "/audit")).StatusCode);
        Assert.Contains(await _admin.AuditAsync(s_never), deed => deed is { Who: "carol", What: "logged in from 127.0.0.1" });
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("key")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("time")]
    [InlineData("none")]
    public async Task A_token_that_is_not_right_lets_no_one_in(string lie)
    {
        _server.Lie = lie;
        using HttpClient browser = Browser();
        using HttpResponseMessage answer = await SignOnAsync(browser, "/boards");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("/login", (await browser.GetAsync("boards")).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("(403) GET /login/sso/done: the sign-on did not succeed", _coordinator.Said);
    }

    [Fact]
    public async Task Who_is_not_known_here_or_has_the_name_of_an_account_is_not_let_in()
    {
        using HttpClient browser = Browser();
        _server.Groups = ["others"];
        Assert.Equal(HttpStatusCode.Forbidden, (await SignOnAsync(browser, "/")).StatusCode);
        _server.Groups = ["lab-users"];
        _server.Name = "<script>";
        Assert.Equal(HttpStatusCode.Forbidden, (await SignOnAsync(browser, "/")).StatusCode);
        _server.Name = "ann";
        await _admin.SetAccountAsync(new AccountRequest("ann", FarmRole.Submitter, [], "a password of ann's"), s_never);
        Assert.Equal(HttpStatusCode.Forbidden, (await SignOnAsync(browser, "/")).StatusCode);
    }

    [Fact]
    public async Task An_answer_counts_once_in_the_browser_that_asked_for_it()
    {
        using HttpClient victim = Browser(follows: false), other = Browser(follows: false);
        Uri done = await AnswerForAsync(victim);
        // Another browser cannot use it: neither its state nor its code belong to that.
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(done)).StatusCode);
        string query = done.Query;
        string state = query[query.IndexOf("state=", StringComparison.Ordinal)..];
        Assert.Equal(HttpStatusCode.Forbidden, (await victim.GetAsync($"login/sso/done?code=guessed&state=wrong")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await victim.GetAsync(done)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync("boards")).StatusCode);
        // The same again, with its state and another's code.
        using HttpClient third = Browser(follows: false);
        Assert.Equal(HttpStatusCode.Forbidden, (await victim.GetAsync(done)).StatusCode);
        Uri others = await AnswerForAsync(third);
        string code = others.Query[1..].Split('&').First(part => part.StartsWith("code=", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, (await victim.GetAsync($"login/sso/done?{code}&{state}")).StatusCode);
    }

    [Fact]
    public async Task A_sign_on_leads_to_no_other_site_and_a_server_that_is_away_is_said()
    {
        using HttpClient browser = Browser();
        using HttpResponseMessage page = await SignOnAsync(browser, "//evil.example/");
        Assert.Equal($"{_coordinator.Address}", $"{page.RequestMessage!.RequestUri}");
        _coordinator.Kill();
        _server.Dispose();
        _coordinator.Start();
        using HttpClient next = Browser(follows: false);
        using HttpResponseMessage away = await next.GetAsync("login/sso?to=/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Contains("the sign-on server does not answer", await away.Content.ReadAsStringAsync());
    }

    // From another machine, under one of this machine's names, as behind a proxy.
    private HttpClient Browser(bool follows = true)
    {
        HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = follows, CookieContainer = new CookieContainer() })
        {
            BaseAddress = _coordinator.Address,
        };
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        return browser;
    }

    private static Task<HttpResponseMessage> SignOnAsync(HttpClient browser, string to)
        => browser.GetAsync($"login/sso?to={Uri.EscapeDataString(to)}");

    /// <summary>The address to which the sign-on server sends the browser back.</summary>
    private static async Task<Uri> AnswerForAsync(HttpClient browser)
    {
        using HttpResponseMessage there = await SignOnAsync(browser, "/");
        using HttpResponseMessage back = await browser.GetAsync(there.Headers.Location);
        return back.Headers.Location!;
    }
}
