// Hosts: their agents' first word and signs of life.

using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <content>What agents say of themselves.</content>
public sealed partial class SqlFarmStore
{
    /// <inheritdoc/>
    public Task<long> RegisterAsync(HostAnnouncement announcement, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            if (await SessionOfAsync(transaction, announcement).ConfigureAwait(false) is { } known)
            {
                return known;
            }

            long session = await transaction.FirstAsync<long>(
                "INSERT INTO host (name, session, protocol, tool, seen) VALUES (@Host, 1, @Protocol, @Tool, @Now) "
                    + "ON CONFLICT (name) DO UPDATE SET session = host.session + 1, protocol = excluded.protocol, tool = excluded.tool, "
                    + "seen = excluded.seen RETURNING session",
                new { announcement.Host, announcement.Protocol, announcement.Tool, transaction.Now }).ConfigureAwait(false);
            await transaction.ExecuteAsync("UPDATE board SET present = 0 WHERE host = @Host", new { announcement.Host })
                .ConfigureAwait(false);
            foreach (BoardAnnouncement board in announcement.Boards.OrderBy(board => board.Name, System.StringComparer.Ordinal))
            {
                await TakeBoardAsync(transaction, announcement.Host, board).ConfigureAwait(false);
            }

            if (announcement.Instance.Length > 0)
            {
                await transaction.ExecuteAsync(
                    "INSERT INTO agent_instance VALUES (@Host, @Instance, @session)",
                    new { announcement.Host, announcement.Instance, session }).ConfigureAwait(false);
            }

            await transaction.AuditAsync(announcement.Host, $"agent {session} registered with {announcement.Boards.Count} boards")
                .ConfigureAwait(false);
            return session;
        },
        cancel);

    /// <inheritdoc/>
    public Task<RenewReply> RenewAsync(RenewRequest request, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            int draining = await RequireSessionAsync(transaction, request.Host, request.Session).ConfigureAwait(false);
            await transaction.ExecuteAsync("UPDATE host SET seen = @Now WHERE name = @Host", new { transaction.Now, request.Host })
                .ConfigureAwait(false);
            List<RenewedRun> runs = [];
            foreach (HeldRun held in request.Runs)
            {
                runs.Add(new RenewedRun(held.Run, await RenewOneAsync(transaction, held).ConfigureAwait(false)));
            }

            return new RenewReply(runs, draining != 0);
        },
        cancel);

    /// <inheritdoc/>
    public Task<bool> DrainAsync(string host, bool isDraining, string who, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            int changed = await transaction.ExecuteAsync(
                "UPDATE host SET draining = @draining WHERE name = @host",
                new { draining = isDraining ? 1 : 0, host }).ConfigureAwait(false);
            await transaction.AuditAsync(who, isDraining ? $"drain {host}" : $"undrain {host}").ConfigureAwait(false);
            return changed > 0;
        },
        cancel);

    /// <summary>The session of an agent that has announced itself already; null for a new agent.</summary>
    /// <exception cref="SessionEndedException">Another agent came after it.</exception>
    private static async Task<long?> SessionOfAsync(FarmTransaction transaction, HostAnnouncement announcement)
    {
        long? session = await transaction.FirstAsync<long?>(
            "SELECT session FROM agent_instance WHERE host = @Host AND instance = @Instance",
            new { announcement.Host, announcement.Instance }).ConfigureAwait(false);
        if (session is { } known)
        {
            await RequireSessionAsync(transaction, announcement.Host, known).ConfigureAwait(false);
        }

        return session;
    }

    /// <summary>Locks the host's row; returns whether it drains.</summary>
    private static async Task<int> RequireSessionAsync(FarmTransaction transaction, string host, long session)
    {
        HostRow? row = await transaction.FirstAsync<HostRow>(
            $"SELECT session, draining FROM host WHERE name = @host{transaction.Engine.LockRow}",
            new { host }).ConfigureAwait(false);
        return row is not null && row.Session == session ? row.Draining : throw new SessionEndedException(host);
    }

    private async Task<string> RenewOneAsync(FarmTransaction transaction, HeldRun held)
    {
        // A lease that has passed is not renewed, even if no coordinator has reaped it yet: its agent has switched off.
        int renewed = await transaction.ExecuteAsync(
            "UPDATE run SET lease_until = @until WHERE id = @Run AND fence = @Fence AND state IN ('claimed', 'running') "
                + "AND lease_until >= @Now",
            new { until = LeaseFrom(transaction.Now), held.Run, held.Fence, transaction.Now }).ConfigureAwait(false);
        if (renewed == 0)
        {
            return "lost";
        }

        string? by = await transaction.FirstAsync<string>(
            "SELECT cancelled_by FROM job JOIN run ON run.job = job.id WHERE run.id = @Run",
            new { held.Run }).ConfigureAwait(false);
        return string.IsNullOrEmpty(by) ? "held" : "cancelled";
    }

    private static async Task TakeBoardAsync(FarmTransaction transaction, string host, BoardAnnouncement board)
    {
        string? owner = await transaction.FirstAsync<string>(
            "SELECT board.host FROM board JOIN host ON host.name = board.host "
                + "WHERE board.name = @Name AND board.host <> @host AND board.present = 1",
            new { board.Name, host }).ConfigureAwait(false);
        if (owner is not null)
        {
            throw new FarmRequestException(
                $"board {board.Name} is announced by host {owner}, too: a board's name must be one in the whole farm; "
                    + "give the agent --prefix, or rename it in rig.yaml");
        }

        await transaction.ExecuteAsync(
            "INSERT INTO board (name, host, type, driver, title, present) VALUES (@Name, @host, @Type, @Driver, @Title, 1) "
                + "ON CONFLICT (name) DO UPDATE SET host = excluded.host, type = excluded.type, driver = excluded.driver, "
                + "title = excluded.title, present = 1",
            new { board.Name, host, board.Type, board.Driver, board.Title }).ConfigureAwait(false);
        await transaction.ExecuteAsync("DELETE FROM board_tag WHERE board = @Name", new { board.Name }).ConfigureAwait(false);
        foreach (string tag in board.Tags.Distinct())
        {
            await transaction.ExecuteAsync("INSERT INTO board_tag VALUES (@Name, @tag)", new { board.Name, tag }).ConfigureAwait(false);
        }
    }

    private long LeaseFrom(long now) => now + (long)_times.Lease.TotalMilliseconds;

    private sealed record HostRow
    {
        public long Session { get; init; }

        public int Draining { get; init; }
    }
}
