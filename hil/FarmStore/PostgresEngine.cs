// A PostgreSQL server: a farm of many hosts and any number of coordinators.

using System.Data;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Npgsql;

namespace RustKernel.Hil.FarmStore;

/// <summary>PostgreSQL through Npgsql. Rows are locked one by one: the board's before the job's, everywhere.</summary>
internal sealed class PostgresEngine : IFarmEngine
{
    // A number of our own among PostgreSQL's advisory locks.
    private const long SchemaLock = 0x726B_6661_726D;

    // A client that is cut off must lose its locks: without these the server would wait for hours (TCP keepalive's default), and a
    // transaction that a killed coordinator left open would hold a board's row.
    private const string SessionSettings = "-c idle_in_transaction_session_timeout=30s -c lock_timeout=5s -c statement_timeout=10s "
        + "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=20000 "
        + "-c client_connection_check_interval=5s";

    private readonly NpgsqlDataSource _source;

    public PostgresEngine(string address)
    {
        NpgsqlConnectionStringBuilder settings = PostgresAddress.Parse(address);
        settings.Options = SessionSettings;
        settings.Timeout = 10;
        settings.CommandTimeout = 15;
        settings.KeepAlive = 10;
        settings.ApplicationName = "rk farm";
        Name = $"postgres://{settings.Host}:{settings.Port}/{settings.Database}";
        _source = NpgsqlDataSource.Create(settings);
    }

    public string Name { get; }

    // Not now(): that is when the transaction began, before it waited for a row.
    public string Now => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

    public string LockRow => " FOR UPDATE";

    public string LockFreeJob => " FOR UPDATE OF j SKIP LOCKED";

    public string IdentityColumn => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";

    public string BytesColumn => "BYTEA";

    public async Task<DbConnection> OpenAsync(CancellationToken cancel) => await _source.OpenConnectionAsync(cancel).ConfigureAwait(false);

    public async Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancel)
        => await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel).ConfigureAwait(false);

    public Task LockSchemaAsync(DbTransaction transaction, CancellationToken cancel)
        => transaction.Connection!.ExecuteAsync("SELECT pg_advisory_xact_lock(@SchemaLock)", new { SchemaLock }, transaction);

    public bool IsTransient(DbException exception)
        => exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
