// Jobs, maintenance, images: what people ask for.

using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <content>What people ask for.</content>
public sealed partial class SqlFarmStore
{
    private const int SecondsOfDay = 24 * 60 * 60;

    /// <inheritdoc/>
    public Task<long> SubmitAsync(JobRequest request, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            long? known = request.Key.Length == 0 ? null : await transaction.FirstAsync<long?>(
                "SELECT id FROM job WHERE submitter = @Submitter AND request_key = @Key",
                new { request.Submitter, request.Key }).ConfigureAwait(false);
            if (known is { } earlier)
            {
                return earlier;
            }

            await RequireBoardAsync(transaction, request).ConfigureAwait(false);
            if (request.Image.Length > 0 && !await HasImageAsync(transaction, request.Image).ConfigureAwait(false))
            {
                throw new FarmRequestException($"image {request.Image} is not here: upload it first");
            }

            int wait = request.QueueSeconds > 0 ? request.QueueSeconds : SecondsOfDay;
            long job = await transaction.FirstAsync<long>(
                "INSERT INTO job (target, type, suites, image, priority, retries, timeout_seconds, submitter, submitted, not_before, "
                    + "queue_until, request_key, any_board, state) VALUES (@Target, @Type, @Suites, @Image, @Priority, @Retries, "
                    + "@TimeoutSeconds, @Submitter, @Now, @Now, @until, @Key, @any, 'queued') RETURNING id",
                new
                {
                    request.Target,
                    request.Type,
                    request.Suites,
                    request.Image,
                    request.Priority,
                    request.Retries,
                    request.TimeoutSeconds,
                    request.Submitter,
                    transaction.Now,
                    until = transaction.Now + (wait * 1000L),
                    request.Key,
                    any = request.Groups is null ? 1 : 0,
                }).ConfigureAwait(false);
            foreach (string group in request.Groups?.Distinct() ?? [])
            {
                await transaction.ExecuteAsync("INSERT INTO job_group VALUES (@job, @group)", new { job, group }).ConfigureAwait(false);
            }

            foreach (string tag in request.Tags.Distinct())
            {
                await transaction.ExecuteAsync("INSERT INTO job_tag VALUES (@job, @tag)", new { job, tag }).ConfigureAwait(false);
            }

            return job;
        },
        cancel);

    /// <inheritdoc/>
    public Task<string?> CancelAsync(long job, string who, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            string? state = await transaction.FirstAsync<string>(
                $"SELECT state FROM job WHERE id = @job{_engine.LockRow}",
                new { job }).ConfigureAwait(false);
            if (state is null or "finished")
            {
                return state;
            }

            await transaction.ExecuteAsync(
                "UPDATE job SET cancelled_by = @who WHERE id = @job AND cancelled_by = ''",
                new { who, job }).ConfigureAwait(false);
            await transaction.AuditAsync(who, $"cancel job {job}").ConfigureAwait(false);
            if (state == "running")
            {
                return state;
            }

            await transaction.ExecuteAsync(
                "UPDATE job SET state = 'finished', ended = @Now, verdict = 'cancelled', reason = @reason WHERE id = @job",
                new { transaction.Now, reason = $"cancelled by {who}", job }).ConfigureAwait(false);
            return "finished";
        },
        cancel);

    /// <inheritdoc/>
    public Task<bool> SetMaintenanceAsync(string board, string? reason, string who, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            await transaction.AuditAsync(who, reason is null ? $"board {board} is back" : $"board {board} is out: {reason}")
                .ConfigureAwait(false);
            return await transaction.ExecuteAsync(
                "UPDATE board SET health = @health, health_reason = @text, failures = 0, checks = 0, check_at = 0 WHERE name = @board",
                new { health = reason is null ? "good" : "maintenance", text = reason ?? "", board }).ConfigureAwait(false) > 0;
        },
        cancel);

    /// <inheritdoc/>
    public Task<bool> HasImageAsync(string sha256, CancellationToken cancel)
        => RunAsync(transaction => HasImageAsync(transaction, sha256), cancel);

    /// <inheritdoc/>
    public Task PutImageAsync(string sha256, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        string actual = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        return actual == sha256
            ? RunAsync(
                transaction => transaction.ExecuteAsync(
                    "INSERT INTO image VALUES (@sha256, @Now, @bytes) ON CONFLICT (sha256) DO NOTHING",
                    new { sha256, transaction.Now, bytes = content.ToArray() }),
                cancel)
            : throw new FarmRequestException($"the image's SHA-256 is {actual}, not {sha256}: it was damaged on its way, send it again");
    }

    /// <inheritdoc/>
    public Task<byte[]?> GetImageAsync(string sha256, CancellationToken cancel) => RunAsync(
        transaction => transaction.FirstAsync<byte[]>("SELECT content FROM image WHERE sha256 = @sha256", new { sha256 }),
        cancel);

    private static async Task<bool> HasImageAsync(FarmTransaction transaction, string sha256)
        => await transaction.FirstAsync<string>("SELECT sha256 FROM image WHERE sha256 = @sha256", new { sha256 }).ConfigureAwait(false)
            is not null;

    /// <summary>Refuses a job that no board can ever run: it would wait without end.</summary>
    private static async Task RequireBoardAsync(FarmTransaction transaction, JobRequest request)
    {
        // One statement however many boards there are; a request has 20 tags at most.
        DynamicParameters arguments = new(new { request.Target, request.Type });
        StringBuilder sql = new(
            "SELECT name FROM board WHERE present = 1 AND (@Target = '' OR name = @Target) AND (@Type = '' OR type = @Type)");
        foreach ((int index, string tag) in request.Tags.Index())
        {
            sql.Append(
                CultureInfo.InvariantCulture,
                $" AND EXISTS (SELECT 1 FROM board_tag WHERE board_tag.board = board.name AND board_tag.tag = @tag{index})");
            arguments.Add($"tag{index}", tag);
        }

        if (request.Groups is { } groups)
        {
            sql.Append(" AND (NOT EXISTS (SELECT 1 FROM board_group WHERE board_group.board = board.name)");
            foreach ((int index, string group) in groups.Index())
            {
                sql.Append(
                    CultureInfo.InvariantCulture,
                    $" OR EXISTS (SELECT 1 FROM board_group WHERE board_group.board = board.name AND board_group.word = @group{index})");
                arguments.Add($"group{index}", group);
            }

            sql.Append(')');
        }

        if (await transaction.FirstAsync<string>(sql.Append(" LIMIT 1").ToString(), arguments).ConfigureAwait(false) is null)
        {
            string[] wishes =
            [
                .. request.Target.Length > 0 ? [$"is named {request.Target}"] : Array.Empty<string>(),
                .. request.Type.Length > 0 ? [$"is of type {request.Type}"] : Array.Empty<string>(),
                .. request.Tags.Select(tag => $"has the tag {tag}"),
                .. request.Groups is null ? Array.Empty<string>() : ["is open to your groups"],
            ];
            throw new FarmRequestException(
                wishes.Length > 0
                    ? $"no board of the farm {string.Join(" and ", wishes)}: rk farm boards lists them"
                    : "the farm has no board yet: start rk farm agent on a host");
        }
    }
}
