// Groups of boards and of their users, on both engines.

using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;
using Xunit;

namespace RustKernel.Farm.Tests;

public abstract partial class StoreTests
{
    [Fact]
    public async Task A_job_goes_only_to_boards_of_its_groups_and_those_of_everybody()
    {
        long session = await RegisterAsync("desk", "free", "radio", "video");
        Assert.True(await _store.SetGroupsAsync("radio", ["radio", "both"], "ann", s_never));
        Assert.True(await _store.SetGroupsAsync("video", ["video"], "ann", s_never));
        Assert.False(await _store.SetGroupsAsync("none", ["video"], "ann", s_never));
        Assert.Equal(["", "both radio", "video"], (await _store.BoardsAsync(s_never)).Select(board => string.Join(' ', board.Groups)));
        long radio = await SubmitAsync(Job() with { Groups = ["radio"] });
        Assert.Null(await _store.ClaimAsync("desk", session, "video", s_never));
        Assert.Equal("2 boards fit: 2 free", (await _store.JobAsync(radio, s_never))!.Reason);
        Assert.Equal(radio, (await _store.ClaimAsync("desk", session, "radio", s_never))!.Job);
        long none = await SubmitAsync(Job() with { Groups = [] });
        Assert.Null(await _store.ClaimAsync("desk", session, "video", s_never));
        Assert.Equal(none, (await _store.ClaimAsync("desk", session, "free", s_never))!.Job);
        long admin = await SubmitAsync(Job());
        Assert.Equal(admin, (await _store.ClaimAsync("desk", session, "video", s_never))!.Job);
        FarmRequestException refused = await Assert.ThrowsAsync<FarmRequestException>(
            () => SubmitAsync(Job() with { Target = "video", Groups = ["radio"] }));
        Assert.Contains("is named video and is open to your groups", refused.Message);
        // An agent that starts again announces boards, not groups: these stay.
        await RegisterAsync("desk", "free", "radio", "video");
        Assert.Equal(["video"], (await _store.BoardsAsync(s_never))[2].Groups);
        Assert.True(await _store.SetGroupsAsync("video", [], "ann", s_never));
        Assert.Empty((await _store.BoardsAsync(s_never))[2].Groups);
        Assert.Contains("board video is everybody's", (await _store.AuditAsync(10, s_never)).Select(deed => deed.What));
    }

    [Fact]
    public async Task A_session_counts_until_it_is_idle_too_long_or_too_old()
    {
        await _store.SetAccountAsync(new AccountRequest("ann", FarmRole.Submitter, ["radio"], "x"), "hash", "root", s_never);
        await _store.BeginSessionAsync("one", new Person("ann", "", [], IsAccount: true), "here", s_never);
        await _store.BeginSessionAsync("two", new Person("carol", FarmRole.Admin, ["video"], IsAccount: false), "here", s_never);
        Person ann = (await _store.FindSessionAsync("one", s_never))!;
        Assert.Equal(("ann", FarmRole.Submitter, "radio"), (ann.Name, ann.Role, Assert.Single(ann.Groups)));
        Person carol = (await _store.FindSessionAsync("two", s_never))!;
        Assert.Equal(("carol", FarmRole.Admin, "video"), (carol.Name, carol.Role, Assert.Single(carol.Groups)));
        await ExecuteAsync("UPDATE login_session SET used = used - 43300000 WHERE sha256 = 'one'");
        Assert.Null(await _store.FindSessionAsync("one", s_never));
        await ExecuteAsync("UPDATE login_session SET created = created - 605000000 WHERE sha256 = 'two'");
        Assert.Null(await _store.FindSessionAsync("two", s_never));
    }

    /// <summary>Ten thousand urgent jobs of one user starve neither an old job nor another user's.</summary>
    [Fact]
    public async Task A_flood_of_jobs_starves_no_one()
    {
        long session = await RegisterAsync("desk", "pi", "pi2", "pi3");
        long old = await SubmitAsync(Job() with { Priority = 0 });
        await ExecuteAsync($"UPDATE job SET submitted = submitted - {55 * 600000L} WHERE id = {old}");
        await ExecuteAsync(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
                + "INSERT INTO job (target, type, suites, image, priority, retries, timeout_seconds, submitter, submitted, not_before, "
                + "queue_until, state) SELECT '', '', 'boot', '', 50, 0, 0, 'flood', submitted + 33000000, 0, queue_until, 'queued' "
                + $"FROM n, job WHERE job.id = {old}");
        long other = await SubmitAsync(Job() with { Submitter = "ann" });
        Assert.Equal(old, (await _store.ClaimAsync("desk", session, "pi", s_never))!.Job);
        Stopwatch watch = Stopwatch.StartNew();
        Assert.NotEqual(other, (await _store.ClaimAsync("desk", session, "pi2", s_never))!.Job);
        // The flood has a run now; a user without one comes next.
        Assert.Equal(other, (await _store.ClaimAsync("desk", session, "pi3", s_never))!.Job);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"two claims took {watch.Elapsed}");
    }

    [Fact]
    public async Task The_last_ten_verdicts_of_each_board_are_the_latest_first()
    {
        long session = await RegisterAsync("desk", "pi", "pi2");
        for (int number = 0; number < 12; number++)
        {
            await SubmitAsync(Job() with { Target = "pi" });
            await RunOnceAsync(session, number < 11 ? "pass" : "fail", isKernelFault: true);
        }

        await SubmitAsync(Job() with { Target = "pi" });
        await _store.ClaimAsync("desk", session, "pi", s_never);
        BoardView[] boards = [.. await _store.BoardsAsync(s_never)];
        Assert.Equal(["fail", .. Enumerable.Repeat("pass", 9)], boards[0].Verdicts);
        Assert.Empty(boards[1].Verdicts);
    }
}
