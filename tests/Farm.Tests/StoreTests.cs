// The store's contract, the same for both engines.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;
using Xunit;

namespace RustKernel.Farm.Tests;

public abstract partial class StoreTests : IAsyncLifetime
{
    private static readonly CancellationToken s_never = CancellationToken.None;
    private SqlFarmStore _store = null!;

    protected abstract string Place { get; }

    protected abstract Task ExecuteAsync(string sql);

    public async Task InitializeAsync() => _store = await OpenAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task A_job_runs_on_the_board_that_it_names_and_ends_with_its_verdict()
    {
        long session = await RegisterAsync("desk", "pi", "virt");
        long job = await SubmitAsync(Job() with { Target = "pi" });
        Assert.Null(await _store.ClaimAsync("desk", session, "virt", s_never));
        Assignment assignment = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        Assert.Equal((job, 1, 1L, "all"), (assignment.Job, assignment.Attempt, assignment.Fence, assignment.Suites));
        Assert.True(await _store.StartAsync(assignment.Run, assignment.Fence, s_never));
        Assert.Equal("running", (await _store.BoardsAsync(s_never)).Single(board => board.Name == "pi").State);
        Assert.Equal("accepted", (await FinishAsync(assignment, "pass", "89 passed")).Outcome);
        JobView view = (await _store.JobAsync(job, s_never))!;
        Assert.Equal(("finished", "pass", "89 passed"), (view.State, view.Verdict, view.Reason));
        Assert.Equal(["pass"], (await _store.BoardsAsync(s_never)).Single(board => board.Name == "pi").Verdicts);
    }

    [Fact]
    public async Task Of_many_that_claim_one_board_at_once_one_gets_it()
    {
        long session = await RegisterAsync("desk", "pi");
        for (int job = 0; job < 40; job++)
        {
            await SubmitAsync(Job());
        }

        await using SqlFarmStore other = await OpenAsync();
        Assignment?[] claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(claimer => Task.Run(
            () => (claimer % 2 == 0 ? _store : other).ClaimAsync("desk", session, "pi", s_never))));
        Assert.Single(claims, claim => claim is not null);
    }

    [Fact]
    public async Task Of_many_boards_that_claim_at_once_no_two_get_the_same_job()
    {
        string[] boards = [.. Enumerable.Range(0, 12).Select(number => $"board{number}")];
        long session = await RegisterAsync("desk", boards);
        for (int job = 0; job < 8; job++)
        {
            await SubmitAsync(Job());
        }

        Assignment?[] claims = await Task.WhenAll(boards.Select(board => Task.Run(
            () => _store.ClaimAsync("desk", session, board, s_never))));
        long[] jobs = [.. claims.Where(claim => claim is not null).Select(claim => claim!.Job)];
        Assert.Equal(jobs.Distinct().Count(), jobs.Length);
        // Boards skipped because another claim was looking at them are available to the next claim.
        foreach (string board in boards)
        {
            _ = await _store.ClaimAsync("desk", session, board, s_never);
        }

        Assert.Equal(8, (await _store.JobsAsync(0, s_never)).Count(job => job.State == "running"));
    }

    [Fact]
    public async Task Priority_then_the_user_with_fewer_runs_then_age_decides()
    {
        long session = await RegisterAsync("desk", "a", "b", "c", "d");
        long first = await SubmitAsync(Job() with { Submitter = "ann" });
        long second = await SubmitAsync(Job() with { Submitter = "ann" });
        long third = await SubmitAsync(Job() with { Submitter = "bob" });
        long urgent = await SubmitAsync(Job() with { Submitter = "ann", Priority = 90 });
        List<long> order = [];
        foreach (string board in new[] { "a", "b", "c", "d" })
        {
            order.Add((await _store.ClaimAsync("desk", session, board, s_never))!.Job);
        }

        // ann has the urgent one: bob's comes before her others.
        Assert.Equal([urgent, third, first, second], order);
    }

    [Fact]
    public async Task Ten_minutes_of_waiting_count_as_one_of_priority()
    {
        long session = await RegisterAsync("desk", "pi");
        long old = await SubmitAsync(Job() with { Priority = 10 });
        await ExecuteAsync($"UPDATE job SET submitted = submitted - {21 * 600000} WHERE id = {old}");
        _ = await SubmitAsync(Job() with { Priority = 30 });
        Assert.Equal(old, (await _store.ClaimAsync("desk", session, "pi", s_never))!.Job);
    }

    [Fact]
    public async Task A_job_goes_only_to_boards_of_its_type_that_have_all_its_tags()
    {
        long session = await _store.RegisterAsync(
            new HostAnnouncement(
                "desk",
                1,
                "test",
                [
                    new BoardAnnouncement("plain", "rpi4", "lab", "", ["ram=4G"]),
                    new BoardAnnouncement("other", "rpi3", "lab", "", ["ram=4G", "camera"]),
                    new BoardAnnouncement("right", "rpi4", "lab", "", ["camera", "ram=4G", "sd-mux"]),
                ]),
            s_never);
        await SubmitAsync(Job() with { Type = "rpi4", Tags = ["camera", "ram=4G"] });
        Assert.Null(await _store.ClaimAsync("desk", session, "plain", s_never));
        Assert.Null(await _store.ClaimAsync("desk", session, "other", s_never));
        Assert.NotNull(await _store.ClaimAsync("desk", session, "right", s_never));
    }

    [Theory]
    [InlineData("pi9", "", "", "is named pi9")]
    [InlineData("", "rpi9", "", "is of type rpi9")]
    [InlineData("", "", "laser", "has the tag laser")]
    public async Task A_job_that_no_board_can_run_is_refused(string target, string type, string tag, string wish)
    {
        await RegisterAsync("desk", "pi");
        JobRequest request = Job() with { Target = target, Type = type, Tags = tag.Length > 0 ? [tag] : [] };
        FarmRequestException error = await Assert.ThrowsAsync<FarmRequestException>(() => SubmitAsync(request));
        Assert.Contains(wish, error.Message);
    }

    [Fact]
    public async Task A_lease_that_passed_is_lost_and_its_agent_cannot_write_a_verdict()
    {
        long session = await RegisterAsync("desk", "pi");
        long job = await SubmitAsync(Job());
        Assignment old = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        await PassLeaseAsync(old.Run);
        Assert.Equal("lost", (await RenewAsync(session, old)).Runs[0].State);
        Assert.Equal(1, await _store.ReapAsync(s_never));
        await SkipPauseAsync(job);
        Assignment next = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        Assert.True(next.Fence > old.Fence);
        Assert.Equal(2, next.Attempt);
        Assert.Equal("late", (await FinishAsync(old, "pass", "too late")).Outcome);
        Assert.Equal("accepted", (await FinishAsync(next, "fail", "the kernel's")).Outcome);
        JobView view = (await _store.JobAsync(job, s_never))!;
        Assert.Equal(("fail", "the kernel's"), (view.Verdict, view.Reason));
        Assert.Equal(("infrastructure", "pass"), (view.Runs[0].Verdict, view.Runs[0].LateVerdict));
    }

    [Fact]
    public async Task A_report_after_the_lease_is_late_though_nobody_has_reaped_it_yet()
    {
        long session = await RegisterAsync("desk", "pi");
        long job = await SubmitAsync(Job());
        Assignment old = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        await PassLeaseAsync(old.Run);
        Assert.Equal("late", (await FinishAsync(old, "pass", "just too late")).Outcome);
        Assert.Equal("queued", (await _store.JobAsync(job, s_never))!.State);
        Assert.Equal(0, await _store.ReapAsync(s_never));
    }

    [Fact]
    public async Task A_renewed_lease_is_held()
    {
        long session = await RegisterAsync("desk", "pi");
        await SubmitAsync(Job());
        Assignment held = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        await ExecuteAsync("UPDATE run SET lease_until = lease_until - 25000");
        Assert.Equal("held", (await RenewAsync(session, held)).Runs[0].State);
        Assert.Equal(0, await _store.ReapAsync(s_never));
        Assert.Equal("accepted", (await FinishAsync(held, "pass", "")).Outcome);
    }

    [Fact]
    public async Task A_lease_that_a_clock_set_back_made_long_is_shortened()
    {
        long session = await RegisterAsync("desk", "pi");
        await SubmitAsync(Job());
        Assignment held = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        await ExecuteAsync("UPDATE run SET lease_until = lease_until + 3600000");
        Assert.Equal(0, await _store.ReapAsync(s_never));
        await ExecuteAsync("UPDATE run SET lease_until = lease_until - 61000");
        Assert.Equal(1, await _store.ReapAsync(s_never));
        Assert.Equal("lost", (await _store.RunAsync(held.Run, s_never))!.State);
    }

    [Fact]
    public async Task What_the_rig_failed_is_tried_again_and_what_the_kernel_failed_is_not()
    {
        long session = await RegisterAsync("desk", "pi");
        long rig = await SubmitAsync(Job() with { Retries = 1 });
        await RunOnceAsync(session, "infrastructure", isKernelFault: false);
        Assert.Equal("queued", (await _store.JobAsync(rig, s_never))!.State);
        await SkipPauseAsync(rig);
        await RunOnceAsync(session, "infrastructure", isKernelFault: false);
        Assert.Equal(("finished", "infrastructure", 2), await StateAsync(rig));
        long kernel = await SubmitAsync(Job() with { Retries = 5 });
        await RunOnceAsync(session, "infrastructure", isKernelFault: true);
        Assert.Equal(("finished", "infrastructure", 1), await StateAsync(kernel));
        long failed = await SubmitAsync(Job() with { Retries = 5 });
        await _store.SetMaintenanceAsync("pi", null, "test", s_never);
        await RunOnceAsync(session, "fail", isKernelFault: true);
        Assert.Equal(("finished", "fail", 1), await StateAsync(failed));
    }

    [Fact]
    public async Task A_job_that_lost_two_hosts_is_set_aside()
    {
        long session = await RegisterAsync("desk", "pi");
        long job = await SubmitAsync(Job() with { Retries = 10 });
        for (int attempt = 1; attempt <= 2; attempt++)
        {
            await SkipPauseAsync(job);
            await PassLeaseAsync((await _store.ClaimAsync("desk", session, "pi", s_never))!.Run);
            Assert.Equal(1, await _store.ReapAsync(s_never));
        }

        JobView view = (await _store.JobAsync(job, s_never))!;
        Assert.Equal(("finished", "infrastructure"), (view.State, view.Verdict));
        Assert.StartsWith("set aside after 2 attempts", view.Reason);
    }

    [Fact]
    public async Task A_result_that_comes_again_changes_nothing_and_another_result_is_an_alarm()
    {
        long session = await RegisterAsync("desk", "pi");
        long job = await SubmitAsync(Job());
        Assignment held = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        Assert.Equal("accepted", (await FinishAsync(held, "pass", "right")).Outcome);
        Assert.Equal("repeated", (await FinishAsync(held, "pass", "right")).Outcome);
        Assert.Equal("conflicting", (await FinishAsync(held, "fail", "another")).Outcome);
        Assert.Equal(("finished", "pass", 1), await StateAsync(job));
        await Assert.ThrowsAsync<FarmRequestException>(() => FinishAsync(held with { Fence = held.Fence + 1 }, "pass", ""));
    }

    [Fact]
    public async Task Cancel_ends_a_waiting_job_at_once_and_a_running_one_through_its_agent()
    {
        long session = await RegisterAsync("desk", "pi");
        long running = await SubmitAsync(Job());
        Assignment held = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        long waiting = await SubmitAsync(Job());
        Assert.Equal("finished", await _store.CancelAsync(waiting, "ann", s_never));
        Assert.Equal("finished", await _store.CancelAsync(waiting, "ann", s_never));
        Assert.Equal("running", await _store.CancelAsync(running, "bob", s_never));
        Assert.Equal("cancelled", (await RenewAsync(session, held)).Runs[0].State);
        Assert.Equal("accepted", (await FinishAsync(held, "infrastructure", "interrupted")).Outcome);
        Assert.Equal(("finished", "cancelled", 1), await StateAsync(running));
        Assert.Equal("cancelled by bob", (await _store.JobAsync(running, s_never))!.Reason);
        Assert.Null(await _store.CancelAsync(12345, "ann", s_never));
        Assert.Equal("good", (await _store.BoardsAsync(s_never))[0].Health);
    }

    [Fact]
    public async Task A_verdict_that_came_before_the_agent_heard_of_the_cancel_stands()
    {
        long session = await RegisterAsync("desk", "pi");
        long job = await SubmitAsync(Job());
        Assignment held = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        await _store.CancelAsync(job, "bob", s_never);
        await FinishAsync(held, "fail", "a panic");
        Assert.Equal(("finished", "fail", 1), await StateAsync(job));
        Assert.Equal("finished", await _store.CancelAsync(job, "bob", s_never));
        Assert.Equal(("finished", "fail", 1), await StateAsync(job));
    }

    [Fact]
    public async Task A_newer_agent_of_a_host_ends_the_older_ones_session()
    {
        long old = await RegisterAsync("desk", "pi");
        await SubmitAsync(Job());
        Assignment held = (await _store.ClaimAsync("desk", old, "pi", s_never))!;
        long later = await RegisterAsync("desk", "pi");
        Assert.True(later > old);
        await Assert.ThrowsAsync<SessionEndedException>(() => RenewAsync(old, held));
        await Assert.ThrowsAsync<SessionEndedException>(() => _store.ClaimAsync("desk", old, "pi", s_never));
        // The board belongs to the old agent until its lease ends.
        Assert.Null(await _store.ClaimAsync("desk", later, "pi", s_never));
    }

    [Fact]
    public async Task An_announcement_that_comes_again_begins_no_session_and_ends_none()
    {
        HostAnnouncement first = new("desk", 1, "test", [new BoardAnnouncement("pi", "rpi4", "lab", "", [])], "one");
        long session = await _store.RegisterAsync(first, s_never);
        Assert.Equal(session, await _store.RegisterAsync(first, s_never));
        long later = await _store.RegisterAsync(first with { Instance = "two" }, s_never);
        Assert.True(later > session);
        await Assert.ThrowsAsync<SessionEndedException>(() => _store.RegisterAsync(first, s_never));
        Assert.Empty((await _store.RenewAsync(new RenewRequest("desk", later, []), s_never)).Runs);
    }

    [Fact]
    public async Task A_job_that_is_submitted_again_is_the_same_job()
    {
        await RegisterAsync("desk", "pi");
        long job = await SubmitAsync(Job() with { Key = "one" });
        Assert.Equal(job, await SubmitAsync(Job() with { Key = "one" }));
        Assert.NotEqual(job, await SubmitAsync(Job() with { Key = "two" }));
        Assert.NotEqual(job, await SubmitAsync(Job() with { Key = "one", Submitter = "somebody else" }));
        Assert.NotEqual(await SubmitAsync(Job()), await SubmitAsync(Job()));
    }

    [Fact]
    public async Task Two_hosts_cannot_have_a_board_of_the_same_name()
    {
        await RegisterAsync("desk", "pi");
        FarmRequestException error = await Assert.ThrowsAsync<FarmRequestException>(() => RegisterAsync("attic", "pi"));
        Assert.Contains("board pi is announced by host desk", error.Message);
        // It may move after the first host has released it.
        await RegisterAsync("desk", "virt");
        await RegisterAsync("attic", "pi");
        Assert.Equal("attic", (await _store.BoardsAsync(s_never)).Single(board => board.Name == "pi").Host);
    }

    [Fact]
    public async Task Three_failures_of_the_rig_take_a_board_out_and_a_person_lets_it_back_in()
    {
        long session = await RegisterAsync("desk", "pi");
        for (int run = 0; run < 3; run++)
        {
            await SubmitAsync(Job() with { Retries = 0 });
            await RunOnceAsync(session, "infrastructure", isKernelFault: false);
        }

        BoardView board = Assert.Single(await _store.BoardsAsync(s_never));
        Assert.Equal("bad", board.Health);
        Assert.StartsWith("3 runs in a row failed by the rig", board.HealthReason);
        long job = await SubmitAsync(Job());
        Assert.Null(await _store.ClaimAsync("desk", session, "pi", s_never));
        Assert.Equal("1 board fits: 1 taken out by failures", (await _store.JobAsync(job, s_never))!.Reason);
        Assert.True(await _store.SetMaintenanceAsync("pi", null, "ann", s_never));
        Assert.NotNull(await _store.ClaimAsync("desk", session, "pi", s_never));
    }

    [Fact]
    public async Task Nothing_new_comes_to_a_board_in_maintenance_or_a_host_that_drains()
    {
        long session = await RegisterAsync("desk", "pi");
        long job = await SubmitAsync(Job());
        Assert.True(await _store.SetMaintenanceAsync("pi", "SD slot", "ann", s_never));
        Assert.Null(await _store.ClaimAsync("desk", session, "pi", s_never));
        Assert.Equal("1 board fits: 1 in maintenance (SD slot)", (await _store.JobAsync(job, s_never))!.Reason);
        await _store.SetMaintenanceAsync("pi", null, "ann", s_never);
        Assert.True(await _store.DrainAsync("desk", true, "ann", s_never));
        Assert.Null(await _store.ClaimAsync("desk", session, "pi", s_never));
        Assert.True((await RenewAsync(session)).IsDraining);
        await _store.DrainAsync("desk", false, "ann", s_never);
        Assert.NotNull(await _store.ClaimAsync("desk", session, "pi", s_never));
        Assert.False(await _store.DrainAsync("nowhere", true, "ann", s_never));
    }

    [Fact]
    public async Task A_log_in_parts_that_come_twice_overlap_or_leave_a_hole_is_whole()
    {
        long session = await RegisterAsync("desk", "pi");
        await SubmitAsync(Job());
        Assignment held = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        byte[] log = Encoding.ASCII.GetBytes("The quick brown fox jumps over the lazy dog.");
        Assert.Equal(10, await AppendAsync(held, log, 0, 10));
        Assert.Equal(10, await AppendAsync(held, log, 0, 10));
        Assert.Equal(10, await AppendAsync(held, log, 20, 5));
        Assert.Equal(25, await AppendAsync(held, log, 4, 21));
        Assert.Equal(25, await AppendAsync(held, log, 12, 3));
        Assert.Equal(log.Length, await AppendAsync(held, log, 25, log.Length - 25));
        Assert.Equal(-1, await _store.AppendLogAsync(held.Run, held.Fence + 1, 0, log, s_never));
        for (int offset = 0; offset <= log.Length; offset++)
        {
            for (int limit = 1; limit <= log.Length; limit += 6)
            {
                ReadOnlyMemory<byte> read = await _store.ReadLogAsync(held.Run, offset, limit, s_never);
                Assert.Equal(log[offset..Math.Min(offset + limit, log.Length)], read.ToArray());
            }
        }
    }

    [Fact]
    public async Task A_job_that_waited_too_long_ends()
    {
        await RegisterAsync("desk", "pi");
        long job = await SubmitAsync(Job() with { QueueSeconds = 60 });
        Assert.Equal(0, await _store.ReapAsync(s_never));
        await ExecuteAsync("UPDATE job SET queue_until = queue_until - 61000");
        Assert.Equal(1, await _store.ReapAsync(s_never));
        Assert.Equal(("finished", "infrastructure", 0), await StateAsync(job));
    }

    [Fact]
    public async Task An_image_is_kept_by_its_hash()
    {
        await RegisterAsync("desk", "pi");
        byte[] image = RandomNumberGenerator.GetBytes(100_000);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(image));
        await Assert.ThrowsAsync<FarmRequestException>(() => SubmitAsync(Job() with { Image = sha256 }));
        await Assert.ThrowsAsync<FarmRequestException>(() => _store.PutImageAsync(sha256, image.AsMemory(1), s_never));
        await _store.PutImageAsync(sha256, image, s_never);
        await _store.PutImageAsync(sha256, image, s_never);
        Assert.Equal(image, await _store.GetImageAsync(sha256, s_never));
        Assert.Null(await _store.GetImageAsync(sha256.Replace(sha256[0], 'x'), s_never));
        await SubmitAsync(Job() with { Image = sha256 });
    }

    [Fact]
    public async Task What_ended_is_remembered_once_with_all_that_it_measured()
    {
        long session = await RegisterAsync("desk", "pi");
        await SubmitAsync(Job() with { Retries = 0 });
        Assignment held = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        FinishReport report = new(held.Fence, "fail", "a test", "Shell", false, 0, Record("abc"));
        await _store.FinishAsync(held.Run, report, s_never);
        await _store.FinishAsync(held.Run, report, s_never);
        await SubmitAsync(Job());
        await PassLeaseAsync((await _store.ClaimAsync("desk", session, "pi", s_never))!.Run);
        await _store.ReapAsync(s_never);
        IReadOnlyList<PastRun> runs = await _store.HistoryAsync(All with { Board = "pi" }, s_never);
        Assert.Equal(["infrastructure", "fail"], runs.Select(run => run.Verdict));
        Assert.Single(await _store.HistoryAsync(All with { Verdict = "fail", Build = "abc", Suites = "boot" }, s_never));
        Assert.Empty(await _store.HistoryAsync(All with { Verdict = "pass" }, s_never));
        PastRun past = (await _store.PastRunAsync(runs[1].Id, s_never))!;
        Assert.Equal((held.Run, "pi", "rpi4", "desk"), (past.Run, past.Board, past.Type, past.Host));
        Assert.Equal(["boot.one", "boot.two"], past.Record.FailedTests);
        Assert.Equal([new Measurement("boot.ms", 1.5, "ms"), new Measurement("size", 3, "bytes")], past.Record.Metrics);
        Assert.Equal(new UsedFile("image", new string('a', 64), 3_000_000_000), Assert.Single(past.Record.Files));
        Assert.Null(await _store.PastRunAsync(12345, s_never));
    }

    [Fact]
    public async Task A_metric_is_followed_over_the_runs_that_passed_and_what_was_imported_is_not_imported_again()
    {
        PastRun[] runs = [.. Enumerable.Range(0, 5).Select(number => new PastRun(
            0,
            0,
            "pi",
            "rpi4",
            "attic",
            number == 2 ? "fail" : "pass",
            "",
            "",
            Record("abc") with { Started = 1000 + number, Metrics = [new Measurement("boot.ms", number + 0.5, "ms")] }))];
        Assert.Equal(3, await _store.ImportAsync(runs[..3], "ann", s_never));
        Assert.Equal(2, await _store.ImportAsync(runs, "ann", s_never));
        Assert.Equal(0, await _store.ImportAsync(runs, "ann", s_never));
        IReadOnlyList<MetricPoint> points = await _store.MetricAsync("pi", "boot.ms", 3, s_never);
        Assert.Equal([1.5, 3.5, 4.5], points.Select(point => point.Value));
        Assert.Equal([1001, 1003, 1004], points.Select(point => point.Started));
        Assert.Empty(await _store.MetricAsync("pi2", "boot.ms", 3, s_never));
        PastRun other = runs[0] with { Record = Record("abd") with { Started = 2000, Metrics = [new Measurement("a.bytes", 7, "bytes")] } };
        Assert.Equal(1, await _store.ImportAsync([other], "ann", s_never));
        IReadOnlyList<BoardTrend> trends = await _store.MetricsAsync("pi", 3, s_never);
        Assert.Equal(["a.bytes", "boot.ms"], trends.Select(trend => trend.Name));
        Assert.Equal([3.5, 4.5], trends[1].Points.Select(point => point.Value));
        Assert.Equal("bytes", trends[0].Unit);
    }

    [Fact]
    public async Task A_store_of_the_first_version_is_brought_up_to_date_with_what_it_has()
    {
        long session = await RegisterAsync("desk", "pi");
        await SubmitAsync(Job() with { Suites = "timer" });
        await RunOnceAsync(session, "pass", isKernelFault: false);
        long waiting = await SubmitAsync(Job());
        await ExecuteAsync("DROP TABLE history_test");
        await ExecuteAsync("DROP TABLE history_metric");
        await ExecuteAsync("DROP TABLE history_file");
        await ExecuteAsync("DROP TABLE history");
        await ExecuteAsync("DROP TABLE token");
        await ExecuteAsync("DROP TABLE agent_instance");
        await ExecuteAsync("DROP INDEX job_of_request");
        await ExecuteAsync("ALTER TABLE job DROP COLUMN request_key");
        await ExecuteAsync("DROP TABLE schedule");
        await ExecuteAsync("DROP TABLE round");
        await ExecuteAsync("DROP TABLE notice");
        await ExecuteAsync("DROP INDEX job_of_round");
        await ExecuteAsync("ALTER TABLE job DROP COLUMN round");
        await ExecuteAsync("ALTER TABLE job DROP COLUMN kind");
        await ExecuteAsync("DROP TABLE board_group");
        await ExecuteAsync("DROP TABLE job_group");
        await ExecuteAsync("ALTER TABLE job DROP COLUMN any_board");
        await ExecuteAsync("DROP TABLE account");
        await ExecuteAsync("DROP TABLE login_session");
        await ExecuteAsync("DROP TABLE login_failure");
        foreach (string column in new[] { "checks", "check_at", "reserved_by", "reserved_until", "reserved_reason", "reservation" })
        {
            await ExecuteAsync($"ALTER TABLE board DROP COLUMN {column}");
        }

        await ExecuteAsync("DELETE FROM schema_step WHERE step > 1");
        await using SqlFarmStore later = await OpenAsync();
        PastRun past = Assert.Single(await later.HistoryAsync(All, s_never));
        Assert.Equal(("pi", "timer", "pass"), (past.Board, past.Record.Suites, past.Verdict));
        Assert.Equal("queued", (await later.JobAsync(waiting, s_never))!.State);
    }

    [Fact]
    public async Task A_token_counts_until_it_is_revoked_and_a_name_has_one()
    {
        TokenRequest request = new("desk", FarmRole.Agent);
        await _store.AddTokenAsync(request, "hash1", "ann", s_never);
        FarmRequestException error = await Assert.ThrowsAsync<FarmRequestException>(
            () => _store.AddTokenAsync(request, "hash2", "ann", s_never));
        Assert.Contains("desk has a token already, as agent", error.Message);
        TokenView found = (await _store.FindTokenAsync("hash1", s_never))!;
        Assert.Equal(("desk", "agent", "ann", 0), (found.Name, found.Role, found.CreatedBy, found.Used));
        Assert.NotEqual(0, (await _store.TokensAsync(s_never))[0].Used);
        Assert.Null(await _store.FindTokenAsync("hash2", s_never));
        Assert.True(await _store.RevokeTokenAsync("desk", "bob", s_never));
        Assert.False(await _store.RevokeTokenAsync("desk", "bob", s_never));
        Assert.Null(await _store.FindTokenAsync("hash1", s_never));
        await _store.AddTokenAsync(request, "hash2", "ann", s_never);
        Assert.NotNull(await _store.FindTokenAsync("hash2", s_never));
        Assert.Equal(2, (await _store.TokensAsync(s_never)).Count);
        IReadOnlyList<AuditView> deeds = await _store.AuditAsync(10, s_never);
        Assert.Contains(deeds, deed => deed is { Who: "bob", What: "revoked the token of desk" });
    }

    [Fact]
    public async Task What_a_run_did_to_its_board_is_in_the_audit_once()
    {
        long session = await RegisterAsync("desk", "pi");
        await SubmitAsync(Job());
        Assignment held = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        FinishReport report = new(held.Fence, "pass", "", "", false, 0, null, [new Deed(1000, "power on"), new Deed(2000, "power off")]);
        await _store.FinishAsync(held.Run, report, s_never);
        await _store.FinishAsync(held.Run, report, s_never);
        AuditView[] deeds = [.. (await _store.AuditAsync(10, s_never))
            .Where(deed => deed.What.StartsWith("run", StringComparison.Ordinal))];
        Assert.Equal(
            [(2000L, "desk", $"run {held.Run} on pi: power off"), (1000L, "desk", $"run {held.Run} on pi: power on")],
            deeds.Select(deed => (deed.At, deed.Who, deed.What)));
    }

    [Fact]
    public async Task The_farm_is_counted()
    {
        long session = await RegisterAsync("desk", "pi");
        await SubmitAsync(Job());
        await RunOnceAsync(session, "pass", isKernelFault: false);
        await SubmitAsync(Job());
        await ExecuteAsync("UPDATE job SET submitted = submitted - 60000 WHERE state = 'queued'");
        FarmCounts counts = await _store.CountsAsync(s_never);
        Assert.Equal(["finished 1", "queued 1"], counts.Jobs.Select(count => $"{count.Word} {count.Number}").Order());
        Assert.Equal(["pass 1"], counts.Runs.Select(count => $"{count.Word} {count.Number}"));
        Assert.Equal("desk", Assert.Single(counts.Unheard).Word);
        Assert.InRange(counts.LongestWait, 60_000, 600_000);
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_refused()
    {
        await ExecuteAsync("INSERT INTO schema_step VALUES (99)");
        FarmRequestException error = await Assert.ThrowsAsync<FarmRequestException>(OpenAsync);
        Assert.Contains("is of version 99", error.Message);
        await ExecuteAsync("DELETE FROM schema_step WHERE step = 99");
    }

    private static HistoryQuery All { get; } = new("", "", "", "", 100);

    private static RunRecord Record(string build) => new(
        1000,
        "test",
        "boot",
        build,
        new string('a', 64),
        1.5,
        10,
        2,
        1,
        "Debian",
        ["boot.one", "boot.two"],
        [new Measurement("boot.ms", 1.5, "ms"), new Measurement("size", 3, "bytes")],
        [new UsedFile("image", new string('a', 64), 3_000_000_000)]);

    private static JobRequest Job() => new("", "", [], "all", "", 50, 2, 0, 0, "test");

    private Task<SqlFarmStore> OpenAsync() => SqlFarmStore.OpenAsync(Place, FarmTimes.Default, s_never);

    private Task<long> RegisterAsync(string host, params string[] boards) => _store.RegisterAsync(
        new HostAnnouncement(host, 1, "test", [.. boards.Select(board => new BoardAnnouncement(board, "rpi4", "lab", "a board", []))]),
        s_never);

    private Task<long> SubmitAsync(JobRequest request) => _store.SubmitAsync(request, s_never);

    private Task<RenewReply> RenewAsync(long session, params Assignment[] held) => _store.RenewAsync(
        new RenewRequest("desk", session, [.. held.Select(one => new HeldRun(one.Run, one.Fence))]),
        s_never);

    private Task<FinishReply> FinishAsync(Assignment held, string verdict, string reason, bool isKernelFault = false)
        => _store.FinishAsync(held.Run, new FinishReport(held.Fence, verdict, reason, "", isKernelFault, 0), s_never);

    private async Task RunOnceAsync(long session, string verdict, bool isKernelFault)
    {
        Assignment held = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        Assert.Equal("accepted", (await FinishAsync(held, verdict, "", isKernelFault)).Outcome);
    }

    private Task<long> AppendAsync(Assignment held, byte[] log, int offset, int count)
        => _store.AppendLogAsync(held.Run, held.Fence, offset, log.AsMemory(offset, count), s_never);

    private async Task<(string State, string Verdict, int Runs)> StateAsync(long job)
    {
        JobView view = (await _store.JobAsync(job, s_never))!;
        return (view.State, view.Verdict, view.Runs.Count);
    }

    private Task PassLeaseAsync(long run) => ExecuteAsync($"UPDATE run SET lease_until = claimed - 1 WHERE id = {run}");

    private Task SkipPauseAsync(long job) => ExecuteAsync($"UPDATE job SET not_before = 0 WHERE id = {job}");
}
