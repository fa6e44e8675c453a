// The farm's tables, by version.

using System.Collections.Generic;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using Dapper;

namespace RustKernel.Hil.FarmStore;

/// <summary>Makes the tables and brings older ones up to date. Changes go forward only.</summary>
internal static class FarmSchema
{
    // The engine, not this program, guarantees one run for a board and one for each attempt: by the two unique indexes.
    private const string First = """
        CREATE TABLE host (
            name TEXT PRIMARY KEY,
            session BIGINT NOT NULL,
            protocol INTEGER NOT NULL,
            tool TEXT NOT NULL,
            seen BIGINT NOT NULL,
            draining INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE board (
            name TEXT PRIMARY KEY,
            host TEXT NOT NULL REFERENCES host (name),
            type TEXT NOT NULL,
            driver TEXT NOT NULL,
            title TEXT NOT NULL,
            present INTEGER NOT NULL,
            fence BIGINT NOT NULL DEFAULT 0,
            health TEXT NOT NULL DEFAULT 'good',
            health_reason TEXT NOT NULL DEFAULT '',
            failures INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE board_tag (
            board TEXT NOT NULL REFERENCES board (name),
            tag TEXT NOT NULL,
            PRIMARY KEY (board, tag)
        );
        CREATE TABLE job (
            id {identity},
            target TEXT NOT NULL,
            type TEXT NOT NULL,
            suites TEXT NOT NULL,
            image TEXT NOT NULL,
            priority INTEGER NOT NULL,
            retries INTEGER NOT NULL,
            timeout_seconds INTEGER NOT NULL,
            submitter TEXT NOT NULL,
            submitted BIGINT NOT NULL,
            not_before BIGINT NOT NULL,
            queue_until BIGINT NOT NULL,
            state TEXT NOT NULL,
            cancelled_by TEXT NOT NULL DEFAULT '',
            verdict TEXT NOT NULL DEFAULT '',
            reason TEXT NOT NULL DEFAULT '',
            ended BIGINT NOT NULL DEFAULT 0
        );
        CREATE INDEX job_open ON job (state) WHERE state <> 'finished';
        CREATE TABLE job_tag (
            job BIGINT NOT NULL REFERENCES job (id),
            tag TEXT NOT NULL,
            PRIMARY KEY (job, tag)
        );
        CREATE TABLE run (
            id {identity},
            job BIGINT NOT NULL REFERENCES job (id),
            attempt INTEGER NOT NULL,
            board TEXT NOT NULL REFERENCES board (name),
            host TEXT NOT NULL REFERENCES host (name),
            session BIGINT NOT NULL,
            fence BIGINT NOT NULL,
            state TEXT NOT NULL,
            lease_until BIGINT NOT NULL,
            claimed BIGINT NOT NULL,
            ended BIGINT NOT NULL DEFAULT 0,
            verdict TEXT NOT NULL DEFAULT '',
            reason TEXT NOT NULL DEFAULT '',
            stage TEXT NOT NULL DEFAULT '',
            log_bytes BIGINT NOT NULL DEFAULT 0,
            late_verdict TEXT NOT NULL DEFAULT '',
            late_reason TEXT NOT NULL DEFAULT ''
        );
        CREATE UNIQUE INDEX run_of_board ON run (board) WHERE state IN ('claimed', 'running');
        CREATE UNIQUE INDEX run_of_attempt ON run (job, attempt);
        CREATE INDEX run_history ON run (board, id);
        CREATE TABLE log_part (
            run BIGINT NOT NULL REFERENCES run (id),
            start BIGINT NOT NULL,
            content {bytes} NOT NULL,
            PRIMARY KEY (run, start)
        );
        CREATE TABLE image (
            sha256 TEXT PRIMARY KEY,
            stored BIGINT NOT NULL,
            content {bytes} NOT NULL
        );
        CREATE TABLE audit (
            id {identity},
            at BIGINT NOT NULL,
            who TEXT NOT NULL,
            what TEXT NOT NULL
        );
        """;

    // A past run may come from a host that never was in the farm, so it refers to nothing. Runs that ended before this step are taken over.
    private const string History = """
        CREATE TABLE history (
            id {identity},
            run BIGINT NOT NULL,
            origin TEXT NOT NULL UNIQUE,
            board TEXT NOT NULL,
            type TEXT NOT NULL,
            host TEXT NOT NULL,
            verb TEXT NOT NULL,
            suites TEXT NOT NULL,
            verdict TEXT NOT NULL,
            reason TEXT NOT NULL,
            stage TEXT NOT NULL,
            build TEXT NOT NULL,
            image TEXT NOT NULL,
            started BIGINT NOT NULL,
            seconds DOUBLE PRECISION NOT NULL,
            ok INTEGER NOT NULL,
            not_ok INTEGER NOT NULL,
            skipped INTEGER NOT NULL,
            system TEXT NOT NULL
        );
        CREATE INDEX history_by_board ON history (board, started);
        CREATE INDEX history_by_time ON history (started);
        CREATE TABLE history_test (
            history BIGINT NOT NULL REFERENCES history (id),
            test TEXT NOT NULL,
            PRIMARY KEY (history, test)
        );
        CREATE TABLE history_metric (
            history BIGINT NOT NULL REFERENCES history (id),
            name TEXT NOT NULL,
            value DOUBLE PRECISION NOT NULL,
            unit TEXT NOT NULL,
            PRIMARY KEY (history, name)
        );
        CREATE TABLE history_file (
            history BIGINT NOT NULL REFERENCES history (id),
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            bytes BIGINT NOT NULL,
            PRIMARY KEY (history, name)
        );
        INSERT INTO history (run, origin, board, type, host, verb, suites, verdict, reason, stage, build, image, started, seconds, ok,
                not_ok, skipped, system)
            SELECT run.id, 'run ' || run.id, run.board, board.type, run.host, 'test', job.suites, run.verdict, run.reason, run.stage, '',
                job.image, run.claimed, (run.ended - run.claimed) / 1000.0, 0, 0, 0, ''
            FROM run JOIN job ON job.id = run.job JOIN board ON board.name = run.board WHERE run.verdict <> '' ORDER BY run.id;
        """;

    // A name may have had several tokens, of which one is valid. A repeated request is known by a word of the sender's.
    private const string Tokens = """
        CREATE TABLE token (
            id {identity},
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            sha256 TEXT NOT NULL UNIQUE,
            created BIGINT NOT NULL,
            created_by TEXT NOT NULL,
            used BIGINT NOT NULL DEFAULT 0,
            revoked BIGINT NOT NULL DEFAULT 0
        );
        CREATE UNIQUE INDEX token_of_name ON token (name) WHERE revoked = 0;
        CREATE TABLE agent_instance (
            host TEXT NOT NULL REFERENCES host (name),
            instance TEXT NOT NULL,
            session BIGINT NOT NULL,
            PRIMARY KEY (host, instance)
        );
        ALTER TABLE job ADD COLUMN request_key TEXT NOT NULL DEFAULT '';
        CREATE UNIQUE INDEX job_of_request ON job (submitter, request_key) WHERE request_key <> '';
        """;

    // A board that was taken out has the time of its next check; a job of the farm's own is a check.
    private const string Checks = """
        ALTER TABLE board ADD COLUMN checks INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE board ADD COLUMN check_at BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE board ADD COLUMN reserved_by TEXT NOT NULL DEFAULT '';
        ALTER TABLE board ADD COLUMN reserved_until BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE board ADD COLUMN reserved_reason TEXT NOT NULL DEFAULT '';
        ALTER TABLE board ADD COLUMN reservation BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE job ADD COLUMN kind TEXT NOT NULL DEFAULT 'run';
        """;

    // A round may outlive its schedule: it refers to none.
    private const string Schedules = """
        CREATE TABLE schedule (
            name TEXT PRIMARY KEY,
            cron TEXT NOT NULL,
            zone TEXT NOT NULL,
            for_all INTEGER NOT NULL,
            target TEXT NOT NULL,
            type TEXT NOT NULL,
            tags TEXT NOT NULL,
            suites TEXT NOT NULL,
            image TEXT NOT NULL,
            priority INTEGER NOT NULL,
            retries INTEGER NOT NULL,
            timeout_seconds INTEGER NOT NULL,
            queue_seconds INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            created BIGINT NOT NULL,
            next BIGINT NOT NULL,
            fence BIGINT NOT NULL DEFAULT 0
        );
        CREATE TABLE round (
            id {identity},
            schedule TEXT NOT NULL,
            due BIGINT NOT NULL,
            began BIGINT NOT NULL,
            missed INTEGER NOT NULL
        );
        CREATE INDEX round_of_schedule ON round (schedule, id);
        ALTER TABLE job ADD COLUMN round BIGINT NOT NULL DEFAULT 0;
        CREATE INDEX job_of_round ON job (round) WHERE round > 0;
        CREATE TABLE notice (
            id {identity},
            made BIGINT NOT NULL,
            body TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            not_before BIGINT NOT NULL
        );
        CREATE INDEX notice_waiting ON notice (id) WHERE state = 'waiting';
        CREATE INDEX history_of_run ON history (run) WHERE run > 0;
        """;

    // Everybody may use a board without groups. Jobs submitted before there were groups go to any board.
    private const string Groups = """
        CREATE TABLE board_group (
            board TEXT NOT NULL REFERENCES board (name),
            word TEXT NOT NULL,
            PRIMARY KEY (board, word)
        );
        CREATE TABLE job_group (
            job BIGINT NOT NULL REFERENCES job (id),
            word TEXT NOT NULL,
            PRIMARY KEY (job, word)
        );
        ALTER TABLE job ADD COLUMN any_board INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE token ADD COLUMN member_of TEXT NOT NULL DEFAULT '';
        CREATE TABLE account (
            name TEXT PRIMARY KEY,
            password TEXT NOT NULL,
            role TEXT NOT NULL,
            member_of TEXT NOT NULL,
            created BIGINT NOT NULL,
            created_by TEXT NOT NULL
        );
        CREATE TABLE login_session (
            sha256 TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            member_of TEXT NOT NULL,
            is_account INTEGER NOT NULL,
            created BIGINT NOT NULL,
            used BIGINT NOT NULL
        );
        CREATE INDEX login_session_of_name ON login_session (name);
        CREATE TABLE login_failure (
            id {identity},
            at BIGINT NOT NULL,
            name TEXT NOT NULL,
            address TEXT NOT NULL
        );
        CREATE INDEX login_failure_by_time ON login_failure (at);
        """;

    private static readonly string[] s_steps = [First, History, Tokens, Checks, Schedules, Groups];

    /// <summary>Brings the tables to the version of this program.</summary>
    /// <exception cref="FarmRequestException">They are of a newer version.</exception>
    public static async Task PrepareAsync(IFarmEngine engine, DbTransaction transaction, CancellationToken cancel)
    {
        DbConnection connection = transaction.Connection!;
        await engine.LockSchemaAsync(transaction, cancel).ConfigureAwait(false);
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_step (step INTEGER PRIMARY KEY)", null, transaction)
            .ConfigureAwait(false);
        HashSet<long> done = [.. await connection.QueryAsync<long>("SELECT step FROM schema_step", null, transaction)
            .ConfigureAwait(false)];
        foreach (long step in done)
        {
            if (step > s_steps.Length)
            {
                throw new FarmRequestException(
                    $"{engine.Name} is of version {step}, this program knows versions up to {s_steps.Length}: use a newer rk");
            }
        }

        for (int step = 1; step <= s_steps.Length; step++)
        {
            if (!done.Contains(step))
            {
                string sql = s_steps[step - 1].Replace("{identity}", engine.IdentityColumn, System.StringComparison.Ordinal)
                    .Replace("{bytes}", engine.BytesColumn, System.StringComparison.Ordinal);
                await connection.ExecuteAsync(sql, null, transaction).ConfigureAwait(false);
                await connection.ExecuteAsync("INSERT INTO schema_step VALUES (@step)", new { step }, transaction).ConfigureAwait(false);
            }
        }
    }
}
