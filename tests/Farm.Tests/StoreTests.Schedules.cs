// Schedules and notices: the same for both engines.

using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;
using Xunit;

namespace RustKernel.Farm.Tests;

public abstract partial class StoreTests
{
    private const long Minute = 60_000;
    private const long HalfHour = 30 * Minute;

    [Fact]
    public async Task A_schedule_begins_a_job_for_each_board_and_its_round_is_one_report()
    {
        long session = await RegisterAsync("desk", "a", "b", "c");
        await _store.SetMaintenanceAsync("c", "no SD card", "ann", s_never);
        await _store.AddScheduleAsync(Nightly(), "ann", s_never);
        Assert.Equal(0, await _store.FireAsync(s_never));
        await DueAsync(0);
        Assert.Equal(1, await _store.FireAsync(s_never));
        Assert.Equal(0, await _store.FireAsync(s_never));
        await EndAsync(session, "a", "pass");
        await EndAsync(session, "b", "fail");
        RoundView round = (await _store.RoundAsync(1, s_never))!;
        Assert.Equal(("nightly", 0), (round.Schedule, round.Missed));
        Assert.InRange(round.Began - round.Due, 0, HalfHour + Minute);
        Assert.Equal(
            [("a", "pass", ""), ("b", "fail", ""), ("c", "infrastructure", "the board is out: no SD card")],
            round.Jobs.Select(job => (job.Board, job.Verdict, job.Reason)));
        Assert.Equal("ann", (await _store.JobAsync(round.Jobs[0].Job, s_never))!.Submitter);
        await DueAsync(0);
        Assert.Equal(1, await _store.FireAsync(s_never));
        await EndAsync(session, "a", "fail");
        RoundView second = (await _store.RoundAsync(2, s_never))!;
        Assert.Equal([("a", "fail", "pass"), ("b", "", "fail")], second.Jobs.Take(2).Select(job => (job.Board, job.Verdict, job.Before)));
        ScheduleView schedule = Assert.Single(await _store.SchedulesAsync(s_never));
        Assert.Equal(("ann", 2L, true), (schedule.CreatedBy, schedule.Round, schedule.IsForAll));
        Assert.InRange(schedule.Next - Now(), 1, HalfHour);
        Assert.Equal([2, 1], (await _store.RoundsAsync(5, s_never)).Select(one => one.Id));
        Assert.Null(await _store.RoundAsync(99, s_never));
    }

    [Fact]
    public async Task A_zone_that_one_host_lacks_holds_up_no_other_schedule()
    {
        await RegisterAsync("desk", "a");
        await _store.AddScheduleAsync(Nightly() with { Name = "abroad" }, "ann", s_never);
        await _store.AddScheduleAsync(Nightly(), "ann", s_never);
        await ExecuteAsync("UPDATE schedule SET zone = 'Nowhere/Known' WHERE name = 'abroad'");
        await DueAsync(0);
        Assert.Equal(1, await _store.FireAsync(s_never));
        Assert.Equal("nightly", Assert.Single(await _store.RoundsAsync(5, s_never)).Schedule);
        FarmRequestException error = await Assert.ThrowsAsync<FarmRequestException>(() => _store.FireAsync(s_never));
        Assert.StartsWith("schedule abroad cannot begin here: ", error.Message);
    }

    [Fact]
    public async Task Of_many_coordinators_one_begins_a_round()
    {
        await RegisterAsync("desk", "a");
        await _store.AddScheduleAsync(Nightly() with { IsForAll = false }, "ann", s_never);
        await DueAsync(0);
        await using SqlFarmStore other = await OpenAsync();
        int[] fired = await Task.WhenAll(Enumerable.Range(0, 12).Select(coordinator => Task.Run(
            () => (coordinator % 2 == 0 ? _store : other).FireAsync(s_never))));
        Assert.Equal(1, fired.Sum());
        Assert.Single(await _store.RoundsAsync(5, s_never));
        Assert.Equal("", Assert.Single((await _store.RoundAsync(1, s_never))!.Jobs).Board);
    }

    [Fact]
    public async Task Times_that_no_coordinator_was_there_for_are_counted_and_the_latest_is_made_up_for()
    {
        await RegisterAsync("desk", "a");
        await _store.AddScheduleAsync(Nightly(), "ann", s_never);
        await DueAsync(10 * HalfHour);
        Assert.Equal(1, await _store.FireAsync(s_never));
        RoundView round = Assert.Single(await _store.RoundsAsync(5, s_never));
        Assert.Equal(10, round.Missed);
        Assert.InRange(round.Began - round.Due, 0, HalfHour + Minute);
        AuditView said = (await _store.AuditAsync(1, s_never))[0];
        Assert.Equal("schedule nightly began round 1 with 1 jobs, after 10 times that no coordinator was there for", said.What);
        Assert.True(await _store.RemoveScheduleAsync("nightly", "ann", s_never));
        Assert.False(await _store.RemoveScheduleAsync("nightly", "ann", s_never));
        await DueAsync(0);
        Assert.Equal(0, await _store.FireAsync(s_never));
        Assert.NotNull(await _store.RoundAsync(1, s_never));
    }

    [Fact]
    public async Task A_schedule_that_cannot_be_is_refused()
    {
        await RegisterAsync("desk", "a");
        await _store.AddScheduleAsync(Nightly(), "ann", s_never);
        (ScheduleRequest Request, string Words)[] wrong =
        [
            (Nightly(), "there is a schedule nightly already"),
            (Nightly() with { Name = "b", Cron = "0 25 * * *" }, "is no time"),
            (Nightly() with { Name = "b", Cron = "* * * * * *" }, "is no time"),
            (Nightly() with { Name = "b", Cron = "0 0 30 2 *" }, "never comes"),
            (Nightly() with { Name = "b", Zone = "Mars/Base" }, "knows no time zone Mars/Base"),
            (Nightly() with { Name = "b", Job = Job() with { Type = "rpi9" } }, "is of type rpi9"),
        ];
        foreach ((ScheduleRequest request, string words) in wrong)
        {
            FarmRequestException error = await Assert.ThrowsAsync<FarmRequestException>(
                () => _store.AddScheduleAsync(request, "ann", s_never));
            Assert.Contains(words, error.Message);
        }
    }

    [Fact]
    public async Task A_verdict_that_changed_is_told_until_it_was_taken_and_the_rigs_failures_are_not()
    {
        long session = await RegisterAsync("desk", "pi");
        foreach (string verdict in new[] { "pass", "pass", "infrastructure", "fail", "infrastructure", "fail", "pass" })
        {
            await SubmitAsync(Job() with { Retries = 0 });
            await RunOnceAsync(session, verdict, isKernelFault: false);
        }

        await SubmitAsync(Job() with { Suites = "other" });
        await RunOnceAsync(session, "fail", isKernelFault: false);
        Notice first = (await _store.TakeNoticeAsync(s_never))!;
        VerdictChange change = JsonSerializer.Deserialize(first.Body, FarmJson.Default.VerdictChange)!;
        Assert.Equal(("pi", "rpi4", "desk", "all"), (change.Board, change.Type, change.Host, change.Suites));
        Assert.Equal(("pass", "fail"), (change.Was, change.Is));
        Notice second = (await _store.TakeNoticeAsync(s_never))!;
        change = JsonSerializer.Deserialize(second.Body, FarmJson.Default.VerdictChange)!;
        Assert.Equal(("fail", "pass"), (change.Was, change.Is));
        Assert.Null(await _store.TakeNoticeAsync(s_never));
        await _store.EndNoticeAsync(first.Id, s_never);
        await ExecuteAsync("UPDATE notice SET not_before = 0");
        await using SqlFarmStore other = await OpenAsync();
        Notice?[] again = await Task.WhenAll(Enumerable.Range(0, 8).Select(coordinator => Task.Run(
            () => (coordinator % 2 == 0 ? _store : other).TakeNoticeAsync(s_never))));
        Notice next = Assert.Single(again, notice => notice is not null)!;
        Assert.Equal((second.Id, second.Body, 2), (next.Id, next.Body, next.Attempt));
        await ExecuteAsync($"UPDATE notice SET not_before = 0, made = made - {61 * Minute}");
        Assert.Null(await _store.TakeNoticeAsync(s_never));
        Assert.Contains("gave up telling notice", (await _store.AuditAsync(1, s_never))[0].What);
    }

    private static ScheduleRequest Nightly() => new("nightly", "*/30 * * * *", "UTC", true, Job());

    /// <summary>Sets the schedule's next time to that long ago.</summary>
    private Task DueAsync(long ago) => ExecuteAsync($"UPDATE schedule SET next = ({Now() - ago} / {HalfHour}) * {HalfHour}");

    private async Task EndAsync(long session, string board, string verdict)
        => await FinishAsync((await _store.ClaimAsync("desk", session, board, s_never))!, verdict, "");
}
