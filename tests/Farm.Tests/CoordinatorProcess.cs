using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Farm.Tests;

/// <summary>
/// A coordinator as people start it: the process rk-farm on a port, on loopback or all addresses. It can be killed and
/// started again on the same port.
/// </summary>
internal sealed class CoordinatorProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private readonly string _place;
    private readonly string[] _more;
    private readonly string[] _prefix;
    private readonly IPAddress _address;
    private readonly int _port;
    private readonly StringBuilder _said = new();
    private Process? _process;

    public CoordinatorProcess(string place, params string[] more)
        : this(place, IPAddress.Loopback, [], more)
    {
    }

    /// <summary>One that listens elsewhere; at 0.0.0.0 it is reached through loopback.</summary>
    /// <param name="place">The store.</param>
    /// <param name="address">Where it listens.</param>
    /// <param name="prefix">The command that starts it, such as a namespace's; empty for none.</param>
    /// <param name="more">Additional command line.</param>
    public CoordinatorProcess(string place, IPAddress address, string[] prefix, params string[] more)
    {
        _place = place;
        _more = more;
        _prefix = prefix;
        _address = address;
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Start();
    }

    public Uri Address => new($"http://{(_address.Equals(IPAddress.Any) ? IPAddress.Loopback : _address)}:{_port}");

    public int ProcessId => _process!.Id;

    /// <summary>Its standard error so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public FarmClient Client() => new([Address], null);

    public void Start()
    {
        string[] all =
        [
            .. _prefix, Path.Combine(AppContext.BaseDirectory, "rk-farm"), "--listen", $"{_address}:{_port}", "--store", _place, .. _more,
        ];
        ProcessStartInfo start = new(all[0], all[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        TaskCompletionSource<bool> first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.OutputDataReceived += (_, line) => first.TrySetResult(line.Data is not null);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        if (!first.Task.Wait(s_patience) || !first.Task.Result)
        {
            // Its last output.
            if (_process.WaitForExit(s_patience))
            {
                _process.WaitForExit();
            }

            throw new InvalidOperationException($"the coordinator did not start: {Said}");
        }
    }

    private void Note(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }

    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops (STOP) or continues it (CONT): while stopped, connections stay open and nothing answers.</summary>
    public void Signal(string signal)
    {
        using Process kill = Process.Start("kill", ["-" + signal, $"{_process!.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }
    }
}
