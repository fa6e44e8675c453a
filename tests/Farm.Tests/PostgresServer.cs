// A PostgreSQL server of the tests' own.

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
/// A cluster in a temporary folder, listening on a socket file there. PostgreSQL refuses to run as root, so root becomes the user postgres
/// of Debian's package.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static int s_databases;
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-farm-pg").FullName;
    private readonly string _binaries = FindBinaries();
    private readonly int _port = FreePort();
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
    public string NewDatabase()
    {
        string name = $"farm{Interlocked.Increment(ref s_databases)}";
        using NpgsqlConnection connection = new($"Host=127.0.0.1;Port={_port};Username=farm;Database=postgres;Pooling=false");
        connection.Open();
        using NpgsqlCommand command = new($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return $"postgres://farm@127.0.0.1:{_port}/{name}";
    }

    /// <summary>Ends the server as a power cut would.</summary>
    public void Kill()
    {
        int pid = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First());
        Run("kill", "-9", $"{pid}");
        _server!.WaitForExit();
    }

    /// <summary>Starts it. After a kill the dead server's children live on for a moment, and a start fails until they are gone.</summary>
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
            "listen_addresses=127.0.0.1",
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
}
