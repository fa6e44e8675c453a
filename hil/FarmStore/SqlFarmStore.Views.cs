// Queries for the pages.

using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <content>Boards, jobs and runs as people see them.</content>
public sealed partial class SqlFarmStore
{
    private const int VerdictsShown = 10;

    private const string RunColumns =
        "SELECT id, job, attempt, board, host, state, verdict, reason, stage, claimed, ended, log_bytes AS LogBytes, "
            + "late_verdict AS LateVerdict FROM run ";

    private const string JobColumns =
        "SELECT id, kind, target, type, suites, image, priority, submitter, state, cancelled_by AS CancelledBy, verdict, reason, "
            + "submitted, not_before AS NotBefore, ended, any_board AS AnyBoard FROM job ";

    // Newest first on each board: the run with the greatest number, then the greatest below it, and so on. Each is one step of the index,
    // however long the board's past is.
    private const string LastVerdicts =
        "WITH RECURSIVE last (board, id, rank) AS ("
            + "SELECT name, (SELECT MAX(id) FROM run WHERE run.board = board.name AND verdict <> ''), 1 FROM board WHERE present = 1 "
            + "UNION ALL "
            + "SELECT board, (SELECT MAX(r.id) FROM run r WHERE r.board = last.board AND r.id < last.id AND r.verdict <> ''), rank + 1 "
            + "FROM last WHERE id IS NOT NULL AND rank < @VerdictsShown) "
            + "SELECT last.board AS Owner, run.verdict AS Word FROM last JOIN run ON run.id = last.id ORDER BY last.board, last.rank";

    /// <inheritdoc/>
    public Task<IReadOnlyList<BoardView>> BoardsAsync(CancellationToken cancel) => RunAsync(ReadBoardsAsync, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobView>> JobsAsync(int finished, CancellationToken cancel) => RunAsync<IReadOnlyList<JobView>>(
        async transaction =>
        {
            IReadOnlyList<JobLine> open = await transaction.QueryAsync<JobLine>(
                JobColumns + "WHERE state <> 'finished' ORDER BY CASE state WHEN 'running' THEN 0 ELSE 1 END, "
                    + "priority + (@Now - submitted) / 600000 DESC, id",
                new { transaction.Now }).ConfigureAwait(false);
            IReadOnlyList<JobLine> ended = await transaction.QueryAsync<JobLine>(
                JobColumns + "WHERE state = 'finished' ORDER BY ended DESC, id DESC LIMIT @finished",
                new { finished }).ConfigureAwait(false);
            return await CompleteAsync(transaction, [.. open, .. ended]).ConfigureAwait(false);
        },
        cancel);

    /// <inheritdoc/>
    public Task<JobView?> JobAsync(long job, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            IReadOnlyList<JobLine> lines = await transaction.QueryAsync<JobLine>(JobColumns + "WHERE id = @job", new { job })
                .ConfigureAwait(false);
            return (await CompleteAsync(transaction, lines).ConfigureAwait(false)).FirstOrDefault();
        },
        cancel);

    /// <inheritdoc/>
    public Task<RunView?> RunAsync(long run, CancellationToken cancel)
        => RunAsync(transaction => transaction.FirstAsync<RunView>(RunColumns + "WHERE id = @run", new { run }), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunView>> RunsOfAsync(string board, int limit, CancellationToken cancel) => RunAsync(
        transaction => transaction.QueryAsync<RunView>(
            RunColumns + "WHERE board = @board ORDER BY id DESC LIMIT @limit",
            new { board, limit }),
        cancel);

    private async Task<IReadOnlyList<BoardView>> ReadBoardsAsync(FarmTransaction transaction)
    {
        IReadOnlyList<BoardLine> lines = await transaction.QueryAsync<BoardLine>(
            "SELECT board.name, board.host, board.type, board.driver, board.title, board.health, board.health_reason AS HealthReason, "
                + "board.check_at AS CheckAt, board.reserved_by AS ReservedBy, board.reserved_until AS ReservedUntil, "
                + "board.reserved_reason AS ReservedReason, board.reservation, "
                + "host.seen, host.draining, COALESCE((SELECT id FROM run WHERE run.board = board.name "
                + "AND run.state IN ('claimed', 'running')), 0) AS Run FROM board JOIN host ON host.name = board.host "
                + "WHERE board.present = 1 ORDER BY board.name",
            new { }).ConfigureAwait(false);
        ILookup<string, string> tags = (await transaction
            .QueryAsync<Tag>("SELECT board AS Owner, tag AS Word FROM board_tag ORDER BY tag", new { })
            .ConfigureAwait(false)).ToLookup(tag => tag.Owner, tag => tag.Word);
        ILookup<string, string> groups = (await transaction
            .QueryAsync<Tag>("SELECT board AS Owner, word AS Word FROM board_group ORDER BY word", new { })
            .ConfigureAwait(false)).ToLookup(group => group.Owner, group => group.Word);
        ILookup<string, string> verdicts = (await transaction
            .QueryAsync<Tag>(LastVerdicts, new { VerdictsShown })
            .ConfigureAwait(false)).ToLookup(verdict => verdict.Owner, verdict => verdict.Word);
        long offlineAfter = (long)_times.HostOffline.TotalMilliseconds;
        return [.. lines.Select(line => line.ToView(transaction.Now, offlineAfter, [.. tags[line.Name]], [.. verdicts[line.Name]]) with
        {
            Groups = [.. groups[line.Name]],
        })];
    }

    /// <summary>Adds tags, runs and the reason why a job waits.</summary>
    private async Task<IReadOnlyList<JobView>> CompleteAsync(FarmTransaction transaction, IReadOnlyList<JobLine> lines)
    {
        if (lines.Count == 0)
        {
            return [];
        }

        // These numbers are our own, so they go into the SQL text: each engine treats a list argument differently.
        string ids = string.Join(", ", lines.Select(line => line.Id));
        ILookup<long, string> tags = (await transaction
            .QueryAsync<JobTag>($"SELECT job, tag AS Word FROM job_tag WHERE job IN ({ids}) ORDER BY tag", new { })
            .ConfigureAwait(false)).ToLookup(tag => tag.Job, tag => tag.Word);
        ILookup<long, string> groups = (await transaction
            .QueryAsync<JobTag>($"SELECT job, word FROM job_group WHERE job IN ({ids}) ORDER BY word", new { })
            .ConfigureAwait(false)).ToLookup(group => group.Job, group => group.Word);
        ILookup<long, RunView> runs = (await transaction
            .QueryAsync<RunView>($"{RunColumns}WHERE job IN ({ids}) ORDER BY id", new { })
            .ConfigureAwait(false)).ToLookup(run => run.Job);
        IReadOnlyList<BoardView> boards = lines.Any(line => line.State == "queued") ? await ReadBoardsAsync(transaction)
            .ConfigureAwait(false) : [];
        return [.. lines.Select(line => line.ToView(
            [.. tags[line.Id]],
            line.AnyBoard != 0 ? null : [.. groups[line.Id]],
            [.. runs[line.Id]],
            boards,
            transaction.Now))];
    }

    private sealed record BoardLine
    {
        public string Name { get; init; } = "";

        public string Host { get; init; } = "";

        public string Type { get; init; } = "";

        public string Driver { get; init; } = "";

        public string Title { get; init; } = "";

        public string Health { get; init; } = "";

        public string HealthReason { get; init; } = "";

        public long CheckAt { get; init; }

        public string ReservedBy { get; init; } = "";

        public long ReservedUntil { get; init; }

        public string ReservedReason { get; init; } = "";

        public long Reservation { get; init; }

        public long Seen { get; init; }

        public int Draining { get; init; }

        public long Run { get; init; }

        public BoardView ToView(long now, long offlineAfter, IReadOnlyList<string> tags, IReadOnlyList<string> verdicts) => new()
        {
            Name = Name,
            Host = Host,
            Type = Type,
            Driver = Driver,
            Title = Title,
            State = now - Seen > offlineAfter
                ? "offline"
                : Run != 0 ? "running" : Draining != 0 ? "draining" : IsReservedAt(now) ? "reserved" : "free",
            Health = Health,
            HealthReason = HealthReason,
            NextCheck = Health == "bad" ? CheckAt : 0,
            Reservation = IsReservedAt(now) ? new Reservation(ReservedBy, ReservedUntil, ReservedReason) : null,
            ReservationFence = Reservation,
            Tags = tags,
            Run = Run,
            Verdicts = verdicts,
        };

        private bool IsReservedAt(long now) => ReservedBy.Length > 0 && ReservedUntil > now;
    }

    private sealed record JobLine
    {
        public long Id { get; init; }

        public string Kind { get; init; } = "";

        public string Target { get; init; } = "";

        public string Type { get; init; } = "";

        public string Suites { get; init; } = "";

        public string Image { get; init; } = "";

        public int Priority { get; init; }

        public string Submitter { get; init; } = "";

        public string State { get; init; } = "";

        public string CancelledBy { get; init; } = "";

        public string Verdict { get; init; } = "";

        public string Reason { get; init; } = "";

        public long Submitted { get; init; }

        public long NotBefore { get; init; }

        public long Ended { get; init; }

        public int AnyBoard { get; init; }

        public JobView ToView(
            IReadOnlyList<string> tags,
            IReadOnlyList<string>? groups,
            IReadOnlyList<RunView> runs,
            IReadOnlyList<BoardView> boards,
            long now) => new()
            {
                Id = Id,
                Kind = Kind,
                Target = Target,
                Type = Type,
                Tags = tags,
                Groups = groups,
                Suites = Suites,
                Image = Image,
                Priority = Priority,
                Submitter = Submitter,
                State = State,
                Verdict = Verdict,
                Reason = State switch
                {
                    "queued" when NotBefore > now => $"tried again soon: {runs[^1].Reason}",
                    "queued" => WaitReason.Of([.. boards.Where(board => Fits(board, tags, groups))], Submitter),
                    "running" when CancelledBy.Length > 0 => $"being ended for {CancelledBy}",
                    _ => Reason,
                },
                Submitted = Submitted,
                Ended = Ended,
                Runs = runs,
            };

        private bool Fits(BoardView board, IReadOnlyList<string> tags, IReadOnlyList<string>? groups)
            => FarmGroups.IsOpen(board.Groups, groups)
                && (Target.Length == 0 || board.Name == Target)
                && (Type.Length == 0 || board.Type == Type)
                && !tags.Except(board.Tags).Any();
    }

    private sealed record Tag
    {
        public string Owner { get; init; } = "";

        public string Word { get; init; } = "";
    }

    private sealed record JobTag
    {
        public long Job { get; init; }

        public string Word { get; init; } = "";
    }
}
