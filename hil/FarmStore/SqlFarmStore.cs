// The store in SQL: opening it, and how a call becomes a transaction.

using System;
using System.Data.Common;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <summary>
/// <see cref="IFarmStore"/> on PostgreSQL or SQLite. Every transaction that touches a board's hold locks the board's row first and the
/// job's after it, so that no two can wait for each other.
/// </summary>
public sealed partial class SqlFarmStore : IFarmStore
{
    private const int Attempts = 5;
    private readonly IFarmEngine _engine;
    private readonly FarmTimes _times;

    private SqlFarmStore(IFarmEngine engine, FarmTimes times)
    {
        _engine = engine;
        _times = times;
    }

    /// <summary>The engine's name for errors and logs, without a password.</summary>
    public string Name => _engine.Name;

    /// <summary>Opens the store at <paramref name="place"/>: postgres://…, or a file. Makes or updates its tables.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="times">How long leases last.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="FarmRequestException">The address is malformed, or its tables are of a newer version.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be opened.</exception>
    public static async Task<SqlFarmStore> OpenAsync(string place, FarmTimes times, CancellationToken cancel)
    {
        IFarmEngine engine = PostgresAddress.Is(place) ? new PostgresEngine(place) : new SqliteEngine(place);
        SqlFarmStore store = new(engine, times);
        try
        {
            await store.RunAsync(
                async transaction =>
                {
                    await FarmSchema.PrepareAsync(engine, transaction.Transaction, cancel).ConfigureAwait(false);
                    return true;
                },
                cancel).ConfigureAwait(false);
            return store;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    /// <summary>
    /// Runs <paramref name="body"/> as a transaction, and repeats it when the engine reports a conflict with another. An exception of the
    /// body's undoes everything.
    /// </summary>
    private async Task<T> RunAsync<T>(Func<FarmTransaction, Task<T>> body, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(body, cancel).ConfigureAwait(false);
            }
            catch (DbException e) when (_engine.IsTransient(e) && attempt < Attempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5 * attempt), cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is DbException or SocketException or IOException or TimeoutException)
            {
                throw new StoreUnavailableException($"the farm's store {_engine.Name}: {e.Message}", e);
            }
        }
    }

    private async Task<T> RunOnceAsync<T>(Func<FarmTransaction, Task<T>> body, CancellationToken cancel)
    {
        DbConnection connection = await _engine.OpenAsync(cancel).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            DbTransaction transaction = await _engine.BeginAsync(connection, cancel).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                long now = await connection
                    .ExecuteScalarAsync<long>(new CommandDefinition($"SELECT {_engine.Now}", null, transaction, cancellationToken: cancel))
                    .ConfigureAwait(false);
                T result = await body(new FarmTransaction(_engine, transaction, now, cancel)).ConfigureAwait(false);
                await transaction.CommitAsync(cancel).ConfigureAwait(false);
                return result;
            }
        }
    }
}
