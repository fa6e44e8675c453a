// One transaction of the store.

using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dapper;

namespace RustKernel.Hil.FarmStore;

/// <summary>Runs statements in a transaction whose time is known.</summary>
/// <param name="Engine">Its engine.</param>
/// <param name="Transaction">The transaction.</param>
/// <param name="Now">The store's clock when it began: milliseconds since 1970.</param>
/// <param name="Cancel">Ends it.</param>
internal sealed record FarmTransaction(IFarmEngine Engine, DbTransaction Transaction, long Now, CancellationToken Cancel)
{
    /// <summary>Runs a statement; returns how many rows it changed.</summary>
    public Task<int> ExecuteAsync(string sql, object arguments)
        => Transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, arguments, Transaction, cancellationToken: Cancel));

    /// <summary>All rows of a query.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object arguments)
        => [.. await Transaction.Connection!
            .QueryAsync<T>(new CommandDefinition(sql, arguments, Transaction, cancellationToken: Cancel))
            .ConfigureAwait(false)];

    /// <summary>The first row of a query; the type's default without one.</summary>
    public async Task<T?> FirstAsync<T>(string sql, object arguments)
        => (await QueryAsync<T>(sql, arguments).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Adds to the audit who did what.</summary>
    public Task AuditAsync(string who, string what)
        => ExecuteAsync("INSERT INTO audit (at, who, what) VALUES (@Now, @who, @what)", new { Now, who, what });
}
