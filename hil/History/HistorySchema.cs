// The tables of a history file.

namespace RustKernel.Hil.History;

/// <summary>
/// Schema version 2. A later version adds statements that turn this one into it; a newer file than the tool's is refused.
/// </summary>
internal static class HistorySchema
{
    /// <summary>The version, kept in the file's user_version.</summary>
    public const int Version = 2;

    /// <summary>Makes the tables. A name of a metric, target or unit is stored once.</summary>
    public const string Create = """
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            started TEXT NOT NULL,
            target TEXT NOT NULL,
            board TEXT NOT NULL,
            verb TEXT NOT NULL,
            suites TEXT NOT NULL,
            verdict TEXT NOT NULL,
            reason TEXT NOT NULL,
            stage TEXT NOT NULL,
            build TEXT NOT NULL,
            seconds REAL NOT NULL,
            log TEXT NOT NULL,
            host TEXT NOT NULL,
            ok INTEGER NOT NULL,
            not_ok INTEGER NOT NULL,
            skipped INTEGER NOT NULL);
        CREATE INDEX runs_by_target ON runs (target, started);
        CREATE TABLE metric_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, UNIQUE (name, unit));
        CREATE TABLE metrics (metric INTEGER NOT NULL REFERENCES metric_names, run INTEGER NOT NULL REFERENCES runs, value REAL NOT NULL, PRIMARY KEY (metric, run)) WITHOUT ROWID;
        CREATE TABLE artifacts (run INTEGER NOT NULL REFERENCES runs, name TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (run, name)) WITHOUT ROWID;
        CREATE TABLE failed_tests (run INTEGER NOT NULL REFERENCES runs, test TEXT NOT NULL, PRIMARY KEY (run, test)) WITHOUT ROWID;
        PRAGMA user_version = 1;
        """;

    /// <summary>Makes version 2 of version 1: how many tests each suite of an image is known to have.</summary>
    public const string Upgrade = """
        CREATE TABLE suite_tests (image_sha256 TEXT NOT NULL, suite TEXT NOT NULL, tests INTEGER NOT NULL, PRIMARY KEY (image_sha256, suite)) WITHOUT ROWID;
        PRAGMA user_version = 2;
        """;
}
