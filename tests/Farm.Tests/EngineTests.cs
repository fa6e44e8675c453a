// The store's contract on each engine.

using System;
using System.IO;
using System.Threading.Tasks;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using RustKernel.Hil.FarmStore;
using Xunit;

namespace RustKernel.Farm.Tests;

public sealed class SqliteStoreTests : StoreTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-farm-test").FullName;

    protected override string Place => Path.Combine(_folder, "farm.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override async Task ExecuteAsync(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Place};Pooling=False;Default Timeout=60");
        await connection.ExecuteAsync(sql);
    }
}

public sealed class PostgresStoreTests(PostgresServer server) : StoreTests, IClassFixture<PostgresServer>
{
    protected override string Place { get; } = server.NewDatabase();

    protected override async Task ExecuteAsync(string sql)
    {
        await using NpgsqlConnection connection = new(PostgresAddress.Parse(Place).ToString());
        await connection.ExecuteAsync(sql);
    }
}
