// What differs between the engines.

using System;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Hil.FarmStore;

/// <summary>A database that runs the farm's SQL. The two differ in little: this is all of it.</summary>
internal interface IFarmEngine : IAsyncDisposable
{
    /// <summary>In words, without a password: what errors call it.</summary>
    string Name { get; }

    /// <summary>The clock: milliseconds since 1970, as an expression.</summary>
    string Now { get; }

    /// <summary>Ends a SELECT whose row is to be locked until the transaction ends; empty where a transaction locks everything.</summary>
    string LockRow { get; }

    /// <summary>As <see cref="LockRow"/> for the table <c>j</c> alone, passing over what others have locked.</summary>
    string LockFreeJob { get; }

    /// <summary>Type of a number that the engine gives to each row.</summary>
    string IdentityColumn { get; }

    /// <summary>Type of a column of bytes.</summary>
    string BytesColumn { get; }

    /// <summary>An open connection.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancel);

    /// <summary>A transaction that may write.</summary>
    Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancel);

    /// <summary>Makes the statement that the schema is changed under one writer at a time.</summary>
    Task LockSchemaAsync(DbTransaction transaction, CancellationToken cancel);

    /// <summary>True when the engine says by <paramref name="exception"/> that the transaction may succeed when it is made again.</summary>
    bool IsTransient(DbException exception);
}
