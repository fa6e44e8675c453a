// What the bearer of a token may and may not do.

using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.Tests;

public sealed class RoleTests : IAsyncLifetime
{
    private static readonly CancellationToken s_never = CancellationToken.None;
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-farm-role").FullName;
    private CoordinatorProcess _coordinator = null!;
    private FarmClient _admin = null!;

    public Task InitializeAsync()
    {
        _coordinator = new CoordinatorProcess(Path.Combine(_folder, "farm.db"));
        _admin = _coordinator.Client();
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _admin.Dispose();
        _coordinator.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_token_that_was_revoked_or_never_was_lets_nobody_in()
    {
        string token = await _admin.AddTokenAsync(new TokenRequest("ann", FarmRole.Submitter), s_never);
        using FarmClient ann = With(token);
        Assert.Empty(await ann.BoardsAsync(s_never));
        // Only that answer has it.
        Assert.DoesNotContain(token, await File.ReadAllTextAsync(Path.Combine(_folder, "farm.db")));
        foreach (string wrong in new[] { token[..^1], token + "x", token.ToUpperInvariant(), "x", "' OR 1=1 --" })
        {
            using FarmClient nobody = With(wrong);
            await RefusedAsync(HttpStatusCode.Unauthorized, () => nobody.BoardsAsync(s_never));
        }

        await _admin.RevokeTokenAsync("ann", s_never);
        await RefusedAsync(HttpStatusCode.Unauthorized, () => ann.BoardsAsync(s_never));
        await RefusedAsync(HttpStatusCode.NotFound, () => _admin.RevokeTokenAsync("ann", s_never));
        Assert.NotEqual(0, Assert.Single(await _admin.TokensAsync(s_never)).Revoked);
        Assert.Contains("refused 127.0.0.1 (401) GET /boards: this farm asks for a token that counts", _coordinator.Said);
    }

    [Fact]
    public async Task A_submitter_submits_looks_and_ends_what_is_his()
    {
        await RegisterAsync(_admin, "desk", "pi");
        using FarmClient ann = await WithRoleAsync("ann", FarmRole.Submitter);
        long mine = await ann.SubmitAsync(Job() with { Submitter = "bob" }, s_never);
        long other = await _admin.SubmitAsync(Job() with { Submitter = "bob" }, s_never);
        // He cannot claim to be someone else.
        Assert.Equal("ann", (await ann.JobAsync(mine, s_never)).Submitter);
        await RefusedAsync(HttpStatusCode.Forbidden, () => ann.CancelAsync(other, s_never));
        Assert.Equal("finished", await ann.CancelAsync(mine, s_never));
        Assert.Equal("cancelled by ann", (await ann.JobAsync(mine, s_never)).Reason);
        await RefusedAsync(HttpStatusCode.Forbidden, () => ann.SetMaintenanceAsync("pi", new MaintenanceRequest("mine", "ann"), s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => ann.DrainAsync("desk", new DrainRequest(true, "ann"), s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => ann.ImportAsync([], s_never));
        ScheduleRequest nightly = new("nightly", "0 2 * * *", "UTC", true, Job());
        await RefusedAsync(HttpStatusCode.Forbidden, () => ann.AddScheduleAsync(nightly, s_never));
        await _admin.AddScheduleAsync(nightly, s_never);
        Assert.Equal("test", Assert.Single(await ann.SchedulesAsync(s_never)).CreatedBy);
        await RefusedAsync(HttpStatusCode.Forbidden, () => ann.RemoveScheduleAsync("nightly", s_never));
        await RefusedAsync(HttpStatusCode.NotFound, () => ann.RoundAsync(1, s_never));
        await RefusedAsync(HttpStatusCode.BadRequest, () => _admin.AddScheduleAsync(nightly with { Name = "<b>" }, s_never));
        await _admin.RemoveScheduleAsync("nightly", s_never);
        await RefusedAsync(HttpStatusCode.Forbidden, () => ann.TokensAsync(s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => ann.AddTokenAsync(new TokenRequest("eve", FarmRole.Admin), s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => ann.RevokeTokenAsync("ann", s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => ann.AuditAsync(s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => RegisterAsync(ann, "desk", "pi"));
    }

    [Fact]
    public async Task An_agent_does_the_work_of_its_host_and_nothing_else()
    {
        using FarmClient desk = await WithRoleAsync("desk", FarmRole.Agent);
        using FarmClient attic = await WithRoleAsync("attic", FarmRole.Agent);
        await RefusedAsync(HttpStatusCode.Forbidden, () => RegisterAsync(desk, "attic", "pi"));
        long session = await RegisterAsync(desk, "desk", "pi");
        await RegisterAsync(attic, "attic", "pi2");
        await RefusedAsync(HttpStatusCode.Forbidden, () => attic.WorkAsync(new WorkRequest("desk", session, ["pi"]), s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => attic.RenewAsync(new RenewRequest("desk", session, []), s_never));
        await _admin.SubmitAsync(Job() with { Target = "pi" }, s_never);
        Assignment run = (await desk.WorkAsync(new WorkRequest("desk", session, ["pi"]), s_never))!;
        HeldRun held = new(run.Run, run.Fence);
        FinishReport report = new(run.Fence, "pass", "", "", false, 0);
        await RefusedAsync(HttpStatusCode.Forbidden, () => attic.StartAsync(held, s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => attic.AppendLogAsync(held, 0, new byte[1], s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => attic.FinishAsync(run.Run, report, s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => desk.SubmitAsync(Job(), s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => desk.CancelAsync(run.Job, s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => desk.TokensAsync(s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => desk.UploadImageAsync(new string('a', 64), [1], s_never));
        await desk.StartAsync(held, s_never);
        Assert.Equal("accepted", (await desk.FinishAsync(run.Run, report, s_never)).Outcome);
    }

    [Fact]
    public async Task A_submitter_reserves_in_his_own_name_and_only_an_admin_takes_what_another_has()
    {
        await RegisterAsync(_admin, "desk", "pi");
        using FarmClient ann = await WithRoleAsync("ann", FarmRole.Submitter);
        using FarmClient bob = await WithRoleAsync("bob", FarmRole.Submitter);
        using FarmClient desk = await WithRoleAsync("desk", FarmRole.Agent);
        ReserveRequest request = new(0, 600, "", "root", Take: true);
        await ann.ReserveAsync("pi", request, s_never);
        Assert.Equal("ann", Assert.Single(await bob.BoardsAsync(s_never)).Reservation!.By);
        await RefusedAsync(HttpStatusCode.Conflict, () => bob.ReserveAsync("pi", request with { Fence = 1 }, s_never));
        await RefusedAsync(HttpStatusCode.Conflict, () => bob.ReserveAsync("pi", request with { Fence = 1, Seconds = 0 }, s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => desk.ReserveAsync("pi", request with { Fence = 1 }, s_never));
        await RefusedAsync(HttpStatusCode.NotFound, () => ann.ReserveAsync("pi2", request, s_never));
        await RefusedAsync(HttpStatusCode.BadRequest, () => ann.ReserveAsync("pi", request with { Fence = 1, Seconds = 59 }, s_never));
        await RefusedAsync(HttpStatusCode.BadRequest, () => ann.ReserveAsync("pi", request with { Fence = 1, Seconds = -1 }, s_never));
        await RefusedAsync(
            HttpStatusCode.BadRequest,
            () => ann.ReserveAsync("pi", request with { Fence = 1, Seconds = Reservation.MostSeconds + 1 }, s_never));
        Assert.Equal(0, (await _admin.ReserveAsync("pi", request with { Fence = 1, Seconds = 0 }, s_never)).Until);
        Assert.Contains("refused 127.0.0.1 (409) POST /boards/pi/reserve: board pi is reserved by ann until", _coordinator.Said);
    }

    [Fact]
    public async Task A_boards_groups_decide_who_submits_to_it_and_reserves_it()
    {
        await RegisterAsync(_admin, "desk", "pi");
        using FarmClient ann = With(await _admin.AddTokenAsync(new TokenRequest("ann", FarmRole.Submitter, ["radio"]), s_never));
        using FarmClient bob = await WithRoleAsync("bob", FarmRole.Submitter);
        await RefusedAsync(HttpStatusCode.Forbidden, () => ann.SetGroupsAsync("pi", new GroupRequest([], "ann"), s_never));
        await RefusedAsync(HttpStatusCode.BadRequest, () => _admin.SetGroupsAsync("pi", new GroupRequest(["<b>"], "root"), s_never));
        await RefusedAsync(HttpStatusCode.NotFound, () => _admin.SetGroupsAsync("pi2", new GroupRequest(["radio"], "root"), s_never));
        await _admin.SetGroupsAsync("pi", new GroupRequest(["radio"], "root"), s_never);
        Assert.Equal(["radio"], Assert.Single(await bob.BoardsAsync(s_never)).Groups);
        Assert.Equal(["radio"], (await _admin.TokensAsync(s_never)).Single(token => token.Name == "ann").Groups);
        await RefusedAsync(HttpStatusCode.BadRequest, () => bob.SubmitAsync(Job(), s_never));
        await RefusedAsync(HttpStatusCode.Forbidden, () => bob.ReserveAsync("pi", new ReserveRequest(0, 600, "", "bob", false), s_never));
        long job = await ann.SubmitAsync(Job(), s_never);
        Assert.Equal(["radio"], (await bob.JobAsync(job, s_never)).Groups);
        Assert.Null((await bob.JobAsync(await _admin.SubmitAsync(Job(), s_never), s_never)).Groups);
        await ann.ReserveAsync("pi", new ReserveRequest(0, 600, "", "ann", false), s_never);
        Assert.Contains(await _admin.AuditAsync(s_never), deed => deed.What == "board pi is of radio");
    }

    [Fact]
    public async Task What_is_sent_again_does_nothing_again()
    {
        long session = await RegisterAsync(_admin, "desk", "pi");
        long job = await _admin.SubmitAsync(Job(), s_never);
        Assignment run = (await _admin.WorkAsync(new WorkRequest("desk", session, ["pi"]), s_never))!;
        HeldRun held = new(run.Run, run.Fence);
        FinishReport report = new(run.Fence, "fail", "a test", "", false, 1);
        await _admin.StartAsync(held, s_never);
        Assert.Equal(1, await _admin.AppendLogAsync(held, 0, "x"u8.ToArray(), s_never));
        Assert.Equal("accepted", (await _admin.FinishAsync(run.Run, report, s_never)).Outcome);
        Assert.Equal(1, await _admin.AppendLogAsync(held, 0, "y"u8.ToArray(), s_never));
        Assert.Equal("x"u8.ToArray(), await _admin.LogAsync(run.Run, 0, s_never));
        Assert.Equal("repeated", (await _admin.FinishAsync(run.Run, report, s_never)).Outcome);
        await RefusedAsync(HttpStatusCode.Conflict, () => _admin.StartAsync(held, s_never));
        Assert.Equal("lost", (await _admin.RenewAsync(new RenewRequest("desk", session, [held]), s_never)).Runs[0].State);
        Assert.Equal("finished", await _admin.CancelAsync(job, s_never));
        JobView view = await _admin.JobAsync(job, s_never);
        Assert.Equal(("fail", "a test", 1), (view.Verdict, view.Reason, view.Runs.Count));
        await RegisterAsync(_admin, "desk", "pi");
        await RefusedAsync(HttpStatusCode.Conflict, () => _admin.WorkAsync(new WorkRequest("desk", session, ["pi"]), s_never));
    }

    [Fact]
    public async Task Paths_that_lead_elsewhere_lead_nowhere()
    {
        (string Method, string Path, int Status)[] requests =
        [
            ("GET", "/..%2f..%2fetc%2fpasswd", 404),
            ("GET", "/images/..%2f..%2fetc%2fpasswd", 404),
            ("GET", "/%2e%2e/%2e%2e/etc/passwd", 404),
            ("PUT", "/images/..%2fx", 400),
            ("GET", "/boards/%00", 400),
            ("GET", "/runs/99999999999999999999", 404),
            ("GET", "/runs/1/log?from=-1", 400),
            ("GET", "/history?limit=1000000", 400),
            ("POST", "/tokens/%3Cb%3E/revoke", 404),
            ("POST", "/boards/x'%20OR%201=1/maintenance", 400),
        ];
        using HttpClient http = new();
        foreach ((string method, string path, int status) in requests)
        {
            using HttpRequestMessage request = new(new HttpMethod(method), new Uri(_coordinator.Address + path.TrimStart('/')));
            request.Content = method == "POST" ? new StringContent("{}", new MediaTypeHeaderValue("application/json")) : null;
            using HttpResponseMessage answer = await http.SendAsync(request);
            Assert.Equal((path, (HttpStatusCode)status), (path, answer.StatusCode));
            Assert.DoesNotContain("root:", await answer.Content.ReadAsStringAsync());
        }

        Assert.Empty(await _admin.BoardsAsync(s_never));
    }

    private static JobRequest Job() => new("", "", [], "boot", "", 50, 0, 0, 0, "test");

    private static async Task<long> RegisterAsync(FarmClient client, string host, params string[] boards)
    {
        BoardAnnouncement[] announced = [.. boards.Select(board => new BoardAnnouncement(board, "rpi4", "lab", "", []))];
        return (await client.RegisterAsync(new HostAnnouncement(host, FarmProtocol.Version, "test", announced), s_never)).Session;
    }

    private static async Task RefusedAsync(HttpStatusCode status, Func<Task> action)
        => Assert.Equal(status, (await Assert.ThrowsAsync<FarmRefusedException>(action)).Status);

    private FarmClient With(string token) => new([_coordinator.Address], token);

    private async Task<FarmClient> WithRoleAsync(string name, string role)
        => With(await _admin.AddTokenAsync(new TokenRequest(name, role), s_never));
}
