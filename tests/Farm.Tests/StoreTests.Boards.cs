// Checks of boards that were taken out of service, and reservations: the same for both engines.

using System;
using System.Linq;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;
using Xunit;

namespace RustKernel.Farm.Tests;

public abstract partial class StoreTests
{
    [Fact]
    public async Task A_board_that_was_taken_out_is_checked_by_itself_and_is_back_when_it_passes()
    {
        long session = await TakeOutAsync();
        Assert.Null(await _store.ClaimAsync("desk", session, "pi", s_never));
        await ExecuteAsync("UPDATE board SET check_at = 1");
        long waiting = await SubmitAsync(Job() with { Priority = 100 });
        Assignment check = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        Assert.NotEqual(waiting, check.Job);
        Assert.Equal(("boot", ""), (check.Suites, check.Image));
        JobView job = (await _store.JobAsync(check.Job, s_never))!;
        Assert.Equal(("check", "the farm", "pi", "running"), (job.Kind, job.Submitter, job.Target, job.State));
        await FinishAsync(check, "pass", "2 passed");
        BoardView board = Assert.Single(await _store.BoardsAsync(s_never));
        Assert.Equal(("good", "", 0L), (board.Health, board.HealthReason, board.NextCheck));
        Assert.Equal(waiting, (await _store.ClaimAsync("desk", session, "pi", s_never))!.Job);
        string[] deeds = [.. (await _store.AuditAsync(20, s_never)).Where(deed => deed.Who == "the farm").Select(deed => deed.What)];
        Assert.Equal($"board pi is back: its check, run {check.Run}, passed", deeds[0]);
        Assert.StartsWith("board pi is out: 3 runs in a row", deeds[1]);
    }

    [Theory]
    [InlineData("infrastructure")]
    [InlineData("fail")]
    public async Task A_board_that_does_not_pass_waits_longer_for_each_further_check(string verdict)
    {
        long session = await TakeOutAsync();
        foreach (int minutes in new[] { 1, 2, 4, 8, 16, 32, 64, 64 })
        {
            BoardView board = Assert.Single(await _store.BoardsAsync(s_never));
            Assert.Equal("bad", board.Health);
            Assert.InRange(board.NextCheck - Now(), (minutes - 0.5) * 60_000, (minutes * 60_000) + 5000);
            await ExecuteAsync("UPDATE board SET check_at = 1");
            Assignment check = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
            Assert.Equal("accepted", (await FinishAsync(check, verdict, "no byte")).Outcome);
            Assert.Equal("finished", (await _store.JobAsync(check.Job, s_never))!.State);
            Assert.Null(await _store.ClaimAsync("desk", session, "pi", s_never));
        }
    }

    [Fact]
    public async Task A_check_that_was_lost_with_its_host_comes_again_and_of_many_coordinators_one_makes_it()
    {
        long session = await TakeOutAsync();
        await ExecuteAsync("UPDATE board SET check_at = 1");
        await using SqlFarmStore other = await OpenAsync();
        Assignment?[] claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(claimer => Task.Run(
            () => (claimer % 2 == 0 ? _store : other).ClaimAsync("desk", session, "pi", s_never))));
        Assignment check = Assert.Single(claims, claim => claim is not null)!;
        await PassLeaseAsync(check.Run);
        Assert.Equal(1, await _store.ReapAsync(s_never));
        Assert.InRange(Assert.Single(await _store.BoardsAsync(s_never)).NextCheck - Now(), 30_000, 65_000);
        await ExecuteAsync("UPDATE board SET check_at = 1");
        Assert.NotNull(await _store.ClaimAsync("desk", session, "pi", s_never));
    }

    [Fact]
    public async Task What_a_person_decides_while_a_board_is_checked_stands()
    {
        long session = await TakeOutAsync();
        await ExecuteAsync("UPDATE board SET check_at = 1");
        Assignment check = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        await _store.SetMaintenanceAsync("pi", "new SD card", "ann", s_never);
        await FinishAsync(check, "pass", "");
        BoardView board = Assert.Single(await _store.BoardsAsync(s_never));
        Assert.Equal(("maintenance", "new SD card", 0L), (board.Health, board.HealthReason, board.NextCheck));
        Assert.Null(await _store.ClaimAsync("desk", session, "pi", s_never));
    }

    [Fact]
    public async Task A_reserved_board_runs_the_jobs_of_him_who_has_it_until_the_time_is_over()
    {
        long session = await RegisterAsync("desk", "pi");
        long others = await SubmitAsync(Job() with { Submitter = "bob", Priority = 100 });
        ReserveReply reply = (await ReserveAsync("ann", 0, 3600))!;
        Assert.Equal((1, 0), (reply.Fence, reply.Run));
        Assert.InRange(reply.Until - Now(), 3_590_000, 3_605_000);
        Assert.Null(await _store.ClaimAsync("desk", session, "pi", s_never));
        Assert.StartsWith("1 board fits: 1 reserved by ann until 20", (await _store.JobAsync(others, s_never))!.Reason);
        BoardView board = Assert.Single(await _store.BoardsAsync(s_never));
        Assert.Equal(("reserved", 1L), (board.State, board.ReservationFence));
        Assert.Equal(new Reservation("ann", reply.Until, "a probe"), board.Reservation);
        // It outlives a coordinator, and an agent that starts again.
        await using (SqlFarmStore later = await OpenAsync())
        {
            Assert.Equal("ann", Assert.Single(await later.BoardsAsync(s_never)).Reservation!.By);
        }

        session = await RegisterAsync("desk", "pi");
        long mine = await SubmitAsync(Job() with { Submitter = "ann" });
        Assert.Equal("1 board fits: 1 free", (await _store.JobAsync(mine, s_never))!.Reason);
        Assignment held = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        Assert.Equal(mine, held.Job);
        await FinishAsync(held, "pass", "");
        await ExecuteAsync("UPDATE board SET reserved_until = 1000");
        Assert.Equal("free", Assert.Single(await _store.BoardsAsync(s_never)).State);
        Assert.Equal(others, (await _store.ClaimAsync("desk", session, "pi", s_never))!.Job);
        Assert.Equal(1, await _store.ReapAsync(s_never));
        Assert.Equal(0, await _store.ReapAsync(s_never));
        AuditView over = (await _store.AuditAsync(1, s_never))[0];
        Assert.Equal(("ann", "the reservation of board pi is over"), (over.Who, over.What));
    }

    [Fact]
    public async Task A_reservation_is_changed_by_its_number_and_by_him_who_has_it_or_an_admin_who_says_so()
    {
        await RegisterAsync("desk", "pi");
        await ReserveAsync("ann", 0, 3600);
        // The same request again, and one from someone who did not look.
        await RefusedAsync("since you looked (number 1, not 0)", "ann", 0, 3600);
        await RefusedAsync("is reserved by ann until", "bob", 1, 3600);
        await RefusedAsync("is reserved by ann until", "bob", 1, 0);
        await RefusedAsync("is reserved by ann until", "bob", 1, 0, take: true);
        await RefusedAsync("is reserved by ann until", "root", 1, 0, mayTake: true);
        Assert.Equal(2, (await ReserveAsync("ann", 1, 7200))!.Fence);
        Assert.Equal(3, (await ReserveAsync("root", 2, 60, take: true, mayTake: true))!.Fence);
        Assert.Equal(4, (await ReserveAsync("root", 3, 0))!.Fence);
        await RefusedAsync("is not reserved", "root", 4, 0);
        Assert.Null(await _store.ReserveAsync("nowhere", new ReserveRequest(0, 60, "", "ann"), false, s_never));
        string[] deeds = [.. (await _store.AuditAsync(4, s_never)).Select(deed => $"{deed.Who} {deed.What}")];
        Assert.Equal("root released board pi", deeds[0]);
        Assert.StartsWith("root reserved board pi, which was ann's until ", deeds[1]);
        Assert.EndsWith(": a probe", deeds[2]);
    }

    [Fact]
    public async Task Of_many_that_reserve_at_once_one_gets_it_and_a_run_that_goes_on_is_not_ended()
    {
        long session = await RegisterAsync("desk", "pi");
        await SubmitAsync(Job());
        Assignment held = (await _store.ClaimAsync("desk", session, "pi", s_never))!;
        await using SqlFarmStore other = await OpenAsync();
        Exception?[] refusals = await Task.WhenAll(Enumerable.Range(0, 8).Select(person => Task.Run(() => Xunit.Record.ExceptionAsync(
            () => (person % 2 == 0 ? _store : other).ReserveAsync("pi", new ReserveRequest(0, 60, "", $"p{person}"), false, s_never)))));
        Assert.Single(refusals, refusal => refusal is null);
        Assert.Equal(7, refusals.Count(refusal => refusal is ReservedException));
        Assert.Equal("held", (await RenewAsync(session, held)).Runs[0].State);
        Assert.Equal("running", Assert.Single(await _store.BoardsAsync(s_never)).State);
        Assert.Equal("accepted", (await FinishAsync(held, "pass", "")).Outcome);
    }

    [Fact]
    public async Task A_reserved_board_is_not_checked_and_a_clock_set_back_makes_no_reservation_longer_than_a_week()
    {
        long session = await TakeOutAsync();
        await ReserveAsync("ann", 0, 3600);
        await ExecuteAsync($"UPDATE board SET check_at = 1, reserved_until = reserved_until + {30L * 24 * 3_600_000}");
        Assert.Null(await _store.ClaimAsync("desk", session, "pi", s_never));
        await _store.ReapAsync(s_never);
        long left = Assert.Single(await _store.BoardsAsync(s_never)).Reservation!.Until - Now();
        Assert.InRange(left, 0, (Reservation.MostSeconds * 1000L) + 5000);
        await ReserveAsync("ann", 1, 0);
        Assert.NotNull(await _store.ClaimAsync("desk", session, "pi", s_never));
    }

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private async Task<long> TakeOutAsync()
    {
        long session = await RegisterAsync("desk", "pi");
        for (int run = 0; run < 3; run++)
        {
            await SubmitAsync(Job() with { Retries = 0 });
            await RunOnceAsync(session, "infrastructure", isKernelFault: false);
        }

        return session;
    }

    private Task<ReserveReply?> ReserveAsync(string who, long fence, int seconds, bool take = false, bool mayTake = false)
        => _store.ReserveAsync("pi", new ReserveRequest(fence, seconds, "a probe", who, take), mayTake, s_never);

    private async Task RefusedAsync(string words, string who, long fence, int seconds, bool take = false, bool mayTake = false)
        => Assert.Contains(
            words,
            (await Assert.ThrowsAsync<ReservedException>(() => ReserveAsync(who, fence, seconds, take, mayTake))).Message);
}
