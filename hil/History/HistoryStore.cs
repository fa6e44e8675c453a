// The history file. Nothing else in the rig knows that it is SQLite.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Microsoft.Data.Sqlite;

namespace RustKernel.Hil.History;

/// <summary>
/// Past runs in one file. Several processes may record at once: each run is one transaction, and a writer waits for
/// another. Not thread-safe.
/// </summary>
public sealed class HistoryStore : IDisposable
{
    // A kill during a transaction leaves the file as it was before, even twice in a row: SQLite's journal ensures this.
    private const string Settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 10000;";
    private readonly SqliteConnection _connection;

    private HistoryStore(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the history at <paramref name="path"/>, making it when there is none.</summary>
    /// <exception cref="HistoryException">It cannot be opened, is no history, or is of a newer version.</exception>
    public static HistoryStore Open(string path) => Guard(path, () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return OpenFile(path, SqliteOpenMode.ReadWriteCreate);
    });

    /// <summary>Opens the history at <paramref name="path"/>; null when there is none.</summary>
    /// <exception cref="HistoryException">It cannot be opened, is no history, or is of a newer version.</exception>
    public static HistoryStore? OpenExisting(string path) =>
        File.Exists(path) ? Guard(path, () => OpenFile(path, SqliteOpenMode.ReadWrite)) : null;

    /// <summary>Records <paramref name="run"/> with all that it measured; returns its number.</summary>
    /// <exception cref="HistoryException">The file cannot be written.</exception>
    public long Record(HistoricRun run) => Guard(_connection.DataSource, () =>
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        long id = InsertRun(run);
        foreach (HistoricMetric metric in run.Metrics)
        {
            InsertMetric(id, metric);
        }

        foreach (HistoricArtifact artifact in run.Artifacts)
        {
            Execute(
                "INSERT OR REPLACE INTO artifacts VALUES ($run, $name, $sha256, $bytes)",
                ("$run", id),
                ("$name", artifact.Name),
                ("$sha256", artifact.Sha256),
                ("$bytes", artifact.Bytes));
        }

        foreach (string test in run.FailedTests)
        {
            Execute("INSERT OR IGNORE INTO failed_tests VALUES ($run, $test)", ("$run", id), ("$test", test));
        }

        foreach ((string suite, int tests) in run.SuiteTests)
        {
            InsertSuite(run.ImageSha256, suite, tests);
        }

        transaction.Commit();
        return id;
    });

    /// <summary>How many tests each suite of the image with this hash had at most; empty for an image that never ran.</summary>
    public IReadOnlyDictionary<string, int> SuiteTests(string imageSha256) =>
        Guard(_connection.DataSource, () => new Dictionary<string, int>(Read(
        "SELECT suite, tests FROM suite_tests WHERE image_sha256 = $sha256",
        row => KeyValuePair.Create(row.GetString(0), row.GetInt32(1)),
        ("$sha256", imageSha256))));

    /// <summary>The latest <paramref name="limit"/> runs, newest first, without their measurements.</summary>
    /// <param name="target">Of this target only; null for all.</param>
    /// <param name="verdict">With this verdict only; null for all.</param>
    /// <param name="limit">The most to return.</param>
    public IReadOnlyList<HistoricRun> Runs(string? target, string? verdict, int limit) => Guard(_connection.DataSource, () => Read(
        "SELECT id, started, target, board, verb, suites, verdict, reason, stage, build, seconds, log, host, ok, not_ok, skipped FROM runs "
        + "WHERE ($target IS NULL OR target = $target) AND ($verdict IS NULL OR verdict = $verdict) ORDER BY started DESC, id DESC LIMIT "
            + "$limit",
        ReadRun,
        ("$target", target),
        ("$verdict", verdict),
        ("$limit", limit)));

    /// <summary>The run numbered <paramref name="id"/> with all that it measured; null when there is none.</summary>
    public HistoricRun? Run(long id) => Guard(_connection.DataSource, () =>
    {
        List<HistoricRun> found = Read(
            "SELECT id, started, target, board, verb, suites, verdict, reason, stage, build, seconds, log, host, ok, not_ok, skipped FROM "
                + "runs WHERE id = $id",
            ReadRun,
            ("$id", id));
        if (found.Count == 0)
        {
            return null;
        }

        return found[0] with
        {
            Metrics = Read(
                "SELECT name, value, unit FROM metrics JOIN metric_names ON metric_names.id = metric WHERE run = $id ORDER BY name",
                row => new HistoricMetric(row.GetString(0), row.GetDouble(1), row.GetString(2)),
                ("$id", id)),
            Artifacts = Read(
                "SELECT name, sha256, bytes FROM artifacts WHERE run = $id ORDER BY name",
                row => new HistoricArtifact(row.GetString(0), row.GetString(1), row.GetInt64(2)),
                ("$id", id)),
            FailedTests = Read("SELECT test FROM failed_tests WHERE run = $id ORDER BY test", row => row.GetString(0), ("$id", id)),
        };
    });

    /// <summary>
    /// The names and units of everything ever measured on <paramref name="target"/> (null: on any),
    /// in order of the names.
    /// </summary>
    public IReadOnlyList<(string Target, string Name, string Unit)> MetricNames(string? target) => Guard(_connection.DataSource, () => Read(
        "SELECT DISTINCT target, name, unit FROM metrics JOIN metric_names ON metric_names.id = metric JOIN runs ON runs.id = run WHERE "
            + "$target IS NULL OR target = $target ORDER BY name, target, unit",
        row => (row.GetString(0), row.GetString(1), row.GetString(2)),
        ("$target", target)));

    /// <summary>The latest <paramref name="limit"/> values of a metric on a target, oldest first.</summary>
    /// <param name="target">The target.</param>
    /// <param name="name">The metric.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="passedOnly">Leave out runs that did not pass: the measurements of a broken run say nothing.</param>
    /// <param name="limit">The most to return.</param>
    public IReadOnlyList<TrendPoint> Points(string target, string name, string unit, bool passedOnly, int limit) =>
        Guard(_connection.DataSource, () =>
    {
        List<TrendPoint> points = Read(
            "SELECT runs.id, started, build, value FROM metrics JOIN metric_names ON metric_names.id = metric JOIN runs ON runs.id = run "
            + "WHERE target = $target AND name = $name AND unit = $unit AND (verdict = 'pass' OR NOT $passed) ORDER BY started DESC, "
                + "runs.id DESC LIMIT $limit",
            row => new TrendPoint(row.GetInt64(0), Time(row.GetString(1)), row.GetString(2), row.GetDouble(3)),
            ("$target", target),
            ("$name", name),
            ("$unit", unit),
            ("$passed", passedOnly),
            ("$limit", limit));
        points.Reverse();
        return points;
    });

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static HistoryStore OpenFile(string path, SqliteOpenMode mode)
    {
        // No pool: the file must be closed when the store is, so that it can be moved or removed.
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        HistoryStore store = new(connection);
        try
        {
            store.Prepare(path);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new HistoryException($"history {path}: {e.Message}");
        }
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static HistoricRun ReadRun(SqliteDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Started = Time(row.GetString(1)),
        Target = row.GetString(2),
        Board = row.GetString(3),
        Verb = row.GetString(4),
        Suites = row.GetString(5),
        Verdict = row.GetString(6),
        Reason = row.GetString(7),
        Stage = row.GetString(8),
        Build = row.GetString(9),
        Seconds = row.GetDouble(10),
        Log = row.GetString(11),
        Host = row.GetString(12),
        Ok = row.GetInt32(13),
        NotOk = row.GetInt32(14),
        Skipped = row.GetInt32(15),
    };

    private void Prepare(string path)
    {
        Execute(Settings);
        long version = Version();
        if (version > HistorySchema.Version)
        {
            throw new HistoryException(
                $"history {path} is of version {version}, this program knows versions up to {HistorySchema.Version}");
        }

        if (version == HistorySchema.Version)
        {
            return;
        }
        // Immediate: if two processes make the file at once, the second finds it made.
        using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
        if (Version() == 0)
        {
            Execute(HistorySchema.Create);
        }

        if (Version() == 1)
        {
            Execute(HistorySchema.Upgrade);
        }

        transaction.Commit();
    }

    private long Version() => Read("PRAGMA user_version", row => row.GetInt64(0))[0];

    private long InsertRun(HistoricRun run) => Read(
        "INSERT INTO runs (started, target, board, verb, suites, verdict, reason, stage, build, seconds, log, host, ok, not_ok, skipped) "
        + "VALUES ($started, $target, $board, $verb, $suites, $verdict, $reason, $stage, $build, $seconds, $log, $host, $ok, $not_ok, "
            + "$skipped) RETURNING id",
        row => row.GetInt64(0),
        // One form for all, in UTC: it sorts as text.
        ("$started", run.Started.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        ("$target", run.Target),
        ("$board", run.Board),
        ("$verb", run.Verb),
        ("$suites", run.Suites),
        ("$verdict", run.Verdict),
        ("$reason", run.Reason),
        ("$stage", run.Stage),
        ("$build", run.Build),
        ("$seconds", run.Seconds),
        ("$log", run.Log),
        ("$host", run.Host),
        ("$ok", run.Ok),
        ("$not_ok", run.NotOk),
        ("$skipped", run.Skipped))[0];

    private void InsertMetric(long run, HistoricMetric metric)
    {
        Execute("INSERT OR IGNORE INTO metric_names (name, unit) VALUES ($name, $unit)", ("$name", metric.Name), ("$unit", metric.Unit));
        Execute(
            "INSERT OR REPLACE INTO metrics SELECT id, $run, $value FROM metric_names WHERE name = $name AND unit = $unit",
            ("$run", run),
            ("$value", metric.Value),
            ("$name", metric.Name),
            ("$unit", metric.Unit));
    }

    private void InsertSuite(string imageSha256, string suite, int tests) => Execute(
        "INSERT INTO suite_tests VALUES ($sha256, $suite, $tests) ON CONFLICT (image_sha256, suite) DO UPDATE SET tests = max(tests, "
            + "excluded.tests)",
        ("$sha256", imageSha256),
        ("$suite", suite),
        ("$tests", tests));

    private void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> convert, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(convert(reader));
        }

        return rows;
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
