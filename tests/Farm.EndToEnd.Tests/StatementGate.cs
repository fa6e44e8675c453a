using System;
using System.Threading.Tasks;
using Dapper;
using Npgsql;
using RustKernel.Farm.Tests;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Farm.EndToEnd.Tests;

/// <summary>
/// Holds up a kind of statement in PostgreSQL until it is opened, so that a test can act while a coordinator is in the middle of a
/// transaction. A trigger waits for a lock that the gate has. The farm gives a lock five seconds.
/// </summary>
internal sealed class StatementGate : IDisposable
{
    private const int MostAttempts = 10;
    private readonly string _address;
    private readonly string _name;
    private readonly string _table;
    private readonly int _key;
    private readonly NpgsqlConnection _holder;

    /// <summary>A closed gate.</summary>
    /// <param name="place">The farm's database.</param>
    /// <param name="key">A number of its own.</param>
    /// <param name="statement">Such as <c>BEFORE INSERT ON run</c>.</param>
    /// <param name="condition">Which rows, by NEW and OLD.</param>
    public StatementGate(string place, int key, string statement, string condition = "true")
    {
        _address = PostgresAddress.Parse(place) + ";Pooling=false";
        _key = key;
        _name = $"gate{key}";
        _table = statement[(statement.LastIndexOf(' ') + 1)..];
        _holder = new NpgsqlConnection(_address);
        _holder.Open();
        _holder.Execute($"SELECT pg_advisory_lock({key})");
        Define(
            _holder,
            $"CREATE FUNCTION {_name}() RETURNS trigger LANGUAGE plpgsql AS "
                + $"'BEGIN PERFORM pg_advisory_xact_lock_shared({key}); RETURN NEW; END';"
                + $"CREATE TRIGGER {_name} {statement} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {_name}()");
    }

    /// <summary>Completes when a statement waits here.</summary>
    public async Task ReachedAsync()
    {
        await using NpgsqlConnection connection = new(_address);
        await Waiting.UntilAsync(async () => await connection.ExecuteScalarAsync<int>(
            "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = @key",
            new { key = _key }) > 0);
    }

    /// <summary>
    /// Lets waiting statements continue, and stops no more. If a server was killed and started again, it is already open.
    /// </summary>
    public void Dispose()
    {
        _holder.Dispose();
        using NpgsqlConnection connection = new(_address);
        connection.Open();
        Define(connection, $"DROP TRIGGER {_name} ON {_table}; DROP FUNCTION {_name}()");
    }

    // It locks the whole table, which may close a circle with the farm's transactions and those that wait at other gates. PostgreSQL
    // then ends one of them; what it ends has changed nothing.
    private static void Define(NpgsqlConnection connection, string statements)
    {
        for (int left = MostAttempts; ; left--)
        {
            try
            {
                connection.Execute(statements);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && left > 1)
            {
                // The others go on now.
            }
        }
    }
}
