// What differs between the engines.

using System;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Hil.FarmStore;

/// <summary>A database that runs the farm's SQL. The engines differ little: these are all the differences.</summary>
internal interface IFarmEngine : IAsyncDisposable
{
    /// <summary>In words, without a password: what errors call it.</summary>
    string Name { get; }

    /// <summary>The clock: milliseconds since 1970, as an expression.</summary>
    string Now { get; }

    /// <summary>Ends a SELECT whose row is to be locked until the transaction ends; empty where a transaction locks everything.</summary>
    string LockRow { get; }

    /// <summary>As <see cref="LockRow"/> for the table <c>j</c> alone, skipping rows that others have locked.</summary>
    string LockFreeJob { get; }

    /// <summary>Type of a number that the engine gives to each row.</summary>
    string IdentityColumn { get; }

    /// <summary>Type of a column of bytes.</summary>
    string BytesColumn { get; }

    /// <summary>An open connection.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancel);

    /// <summary>A transaction that may write.</summary>
    Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancel);

    /// <summary>Makes sure that only one writer at a time changes the schema.</summary>
    Task LockSchemaAsync(DbTransaction transaction, CancellationToken cancel);

    /// <summary>True when <paramref name="exception"/> means that the transaction may succeed if it is repeated.</summary>
    bool IsTransient(DbException exception);
}
