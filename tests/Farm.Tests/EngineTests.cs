// The store's contract on each engine.

using System;
using System.IO;
using System.Threading.Tasks;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using RustKernel.Hil.Farm;
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

    [Fact]
    public async Task A_coordinator_waits_for_a_server_that_is_not_there_yet()
    {
        server.Kill();
        Task<CoordinatorProcess> starting = Task.Run(() => new CoordinatorProcess(Place));
        // Long enough to be refused at least once; a slower one finds the server at once.
        await Task.WhenAny(starting, Task.Delay(TimeSpan.FromSeconds(3)));
        Assert.False(starting.IsCompleted, "it has a store without a server");
        server.Start();
        using CoordinatorProcess coordinator = await starting;
        using FarmClient client = coordinator.Client();
        Assert.Empty(await client.BoardsAsync(default));
    }

    protected override async Task ExecuteAsync(string sql)
    {
        await using NpgsqlConnection connection = new(PostgresAddress.Parse(Place).ToString());
        await connection.ExecuteAsync(sql);
    }
}
