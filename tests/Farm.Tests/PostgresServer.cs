using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Npgsql;

namespace RustKernel.Farm.Tests;

/// <summary>
/// The tests' own PostgreSQL server: a cluster in a temporary folder that listens on a socket file there. PostgreSQL refuses to run as
/// root, so root becomes the user postgres of Debian's package.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static int s_databases;
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-farm-pg").FullName;
    private readonly string _binaries = FindBinaries();
    private readonly int _port = FreePort();
    private string _addresses = "127.0.0.1";
    private Process? _server;

    public PostgresServer()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", _folder);
        }

        RunAsUser("initdb", "--auth=trust", "--username=farm", "--no-sync", "--pgdata", Data);
        Start();
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>A new database's address.</summary>
    /// <param name="folder">Its place; null for next to the others. Its owner is no superuser, so limits apply to him.</param>
    public string NewDatabase(string? folder = null)
    {
        string name = $"farm{Interlocked.Increment(ref s_databases)}";
        Execute($"CREATE ROLE {name} LOGIN");
        string where = "";
        if (folder is not null)
        {
            Run("chown", "postgres", folder);
            Execute($"CREATE TABLESPACE {name} LOCATION '{folder}'");
            where = $"TABLESPACE {name}";
        }

        Execute($"CREATE DATABASE {name} OWNER {name} {where}");
        return $"postgres://{name}@127.0.0.1:{_port}/{name}";
    }

    /// <summary>Makes the database of <paramref name="place"/> refuse everything until the result is disposed of.</summary>
    /// <param name="place">Its address.</param>
    /// <param name="how">read-only, connections (no one can connect) or full.</param>
    public IDisposable Refuse(string place, string how)
    {
        string name = place[(place.LastIndexOf('/') + 1)..];
        (string[] begin, string[] end) = how switch
        {
            "read-only" => (
                new[] { $"ALTER DATABASE {name} SET default_transaction_read_only = on" },
                new[] { $"ALTER DATABASE {name} RESET default_transaction_read_only" }),
            "connections" => ([$"ALTER DATABASE {name} CONNECTION LIMIT 0"], [$"ALTER DATABASE {name} CONNECTION LIMIT -1"]),
            _ => (Array.Empty<string>(), ["DROP TABLE filler"]),
        };
        if (how == "full")
        {
            Execute("CREATE TABLE filler (content TEXT)", name);
            int rows = 10_000;
            while (rows > 0)
            {
                try
                {
                    Execute($"INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, {rows})", name);
                }
                catch (PostgresException)
                {
                    rows /= 4;
                }
            }
        }

        string[] others = [$"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"];
        Array.ForEach([.. begin, .. others], sql => Execute(sql));
        string within = how == "full" ? name : "postgres";
        return new Refusing(() => Array.ForEach([.. end, .. others], sql => Execute(sql, within)));
    }

    /// <summary>Admits a client at <paramref name="far"/>, which reaches this machine at <paramref name="near"/>. Restarts.</summary>
    public void Admit(IPAddress near, IPAddress far)
    {
        File.AppendAllText(Path.Combine(Data, "pg_hba.conf"), $"host all all {far}/32 trust\n");
        _addresses = $"127.0.0.1,{near}";
        Kill();
        Start();
    }

    /// <summary>Ends the server as a power cut would do.</summary>
    public void Kill()
    {
        int pid = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First());
        Run("kill", "-9", $"{pid}");
        _server!.WaitForExit();
    }

    /// <summary>Starts it. After a kill, the dead server's children live on for a moment; a start fails until they are gone.</summary>
    public void Start()
    {
        long end = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        while (!TryStart(end))
        {
            if (Environment.TickCount64 > end)
            {
                throw new InvalidOperationException("PostgreSQL does not start: " + File.ReadAllText(Path.Combine(_folder, "log")));
            }

            Thread.Sleep(100);
        }
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        RunAsUser("pg_ctl", "stop", "--pgdata", Data, "--mode", "immediate");
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool TryStart(long end)
    {
        _server = Process.Start(AsUser(
            "postgres",
            "-D",
            Data,
            "-p",
            $"{_port}",
            "-c",
            $"listen_addresses={_addresses}",
            "-c",
            $"unix_socket_directories={_folder}",
            "-c",
            "fsync=off",
            "-c",
            "logging_collector=off"))!;
        _server.ErrorDataReceived += (_, line) =>
        {
            lock (_folder)
            {
                File.AppendAllText(Path.Combine(_folder, "log"), line.Data + "\n");
            }
        };
        _server.BeginErrorReadLine();
        while (!_server.HasExited && Environment.TickCount64 < end)
        {
            try
            {
                using NpgsqlConnection connection = new($"Host=127.0.0.1;Port={_port};Username=farm;Database=postgres;Pooling=false");
                connection.Open();
                return true;
            }
            catch (NpgsqlException)
            {
                Thread.Sleep(50);
            }
        }

        return false;
    }

    private void Execute(string sql, string database = "postgres")
    {
        using NpgsqlConnection connection = new($"Host=127.0.0.1;Port={_port};Username=farm;Database={database};Pooling=false");
        connection.Open();
        using NpgsqlCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string FindBinaries()
        => Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").MaxBy(path => int.Parse(Path.GetFileName(path))) + "/bin"
            : throw new InvalidOperationException("no PostgreSQL server in /usr/lib/postgresql: run make install-deps");

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void RunAsUser(string program, params string[] arguments)
    {
        using Process process = Process.Start(AsUser(program, arguments))!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program}: {errors}");
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
    }

    private ProcessStartInfo AsUser(string program, params string[] arguments)
    {
        string path = Path.Combine(_binaries, program);
        ProcessStartInfo start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        start.WorkingDirectory = "/";
        return start;
    }

    private sealed class Refusing(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
