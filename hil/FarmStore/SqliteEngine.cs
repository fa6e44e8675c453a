// One file: a farm of one machine, with nothing to install.

using System.Data.Common;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Microsoft.Data.Sqlite;

namespace RustKernel.Hil.FarmStore;

/// <summary>SQLite in a file. A transaction that may write locks the whole file, so rows need no locks.</summary>
internal sealed class SqliteEngine : IFarmEngine
{
    private const int Busy = 5; // SQLITE_BUSY
    private const int Locked = 6; // SQLITE_LOCKED
    private const string Settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
    private readonly string _connection;

    public SqliteEngine(string path)
    {
        Name = path;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _connection = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 10 }.ToString();
    }

    public string Name { get; }

    public string Now => "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

    public string LockRow => "";

    public string LockFreeJob => "";

    public string IdentityColumn => "INTEGER PRIMARY KEY AUTOINCREMENT";

    public string BytesColumn => "BLOB";

    public async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        SqliteConnection connection = new(_connection);
        await connection.OpenAsync(cancel).ConfigureAwait(false);
        await connection.ExecuteAsync(Settings).ConfigureAwait(false);
        return connection;
    }

    public Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancel)
        => Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public Task LockSchemaAsync(DbTransaction transaction, CancellationToken cancel) => Task.CompletedTask;

    public bool IsTransient(DbException exception) => exception is SqliteException { SqliteErrorCode: Busy or Locked };

    public ValueTask DisposeAsync()
    {
        // Pooled connections keep the file open.
        using SqliteConnection connection = new(_connection);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }
}
