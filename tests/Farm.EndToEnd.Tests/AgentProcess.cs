using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.EndToEnd.Tests;

namespace RustKernel.Farm.EndToEnd.Tests;

/// <summary>
/// An agent as people start it: the process rk farm agent with simulated boards. It can be killed, stopped for a while,
/// and started again.
/// </summary>
internal sealed class AgentProcess : IDisposable
{
    private readonly string _host;
    private readonly string[] _arguments;
    private readonly string _folder;
    private readonly double _seconds;
    private readonly Dictionary<string, string> _environment;
    private Process? _process;

    /// <summary>Starts an agent.</summary>
    /// <param name="folder">Where the agent and its boards write.</param>
    /// <param name="servers">The coordinators, separated by commas.</param>
    /// <param name="host">Its host's name.</param>
    /// <param name="boards">How many boards it simulates.</param>
    /// <param name="scale">The factor for the farm's times.</param>
    /// <param name="seconds">The duration of a run.</param>
    /// <param name="prefix">The command that starts it, such as a namespace's; null for none.</param>
    /// <param name="environment">Additional environment.</param>
    public AgentProcess(
        string folder,
        string servers,
        string host,
        int boards,
        double scale,
        double seconds,
        IReadOnlyList<string>? prefix = null,
        Dictionary<string, string>? environment = null)
    {
        _folder = folder;
        _host = host;
        _seconds = seconds;
        _environment = environment ?? [];
        _arguments =
        [
            .. prefix ?? [], Tool.Path, "farm", "agent", "--server", servers, "--host", host,
            "--time-scale", scale.ToString(CultureInfo.InvariantCulture),
            "--token-file", OpenFarm.TokenFile,
            "--runner", Path.Combine(AppContext.BaseDirectory, "farm-board"),
            .. Enumerable.Range(1, boards).SelectMany(number => new[] { "--pretend", $"{host}-{number}" }),
        ];
        Start();
    }

    public string Host => _host;

    public bool Runs => _process is not null;

    /// <summary>False when it has ended by itself.</summary>
    public bool IsAlive => _process is { HasExited: false };

    /// <summary>The runs that it stores for the farm.</summary>
    public string[] Spooled
    {
        get
        {
            string spool = Path.Combine(_folder, "artifacts", "farm-agent", _host, "spool");
            return Directory.Exists(spool) ? Directory.GetDirectories(spool) : [];
        }
    }

    /// <summary>The power of the boards: <c>on|alive|off RUN-FENCE BOARD MILLISECONDS STALLED</c>.</summary>
    public static string Journal(string folder) => Path.Combine(folder, "journal");

    public void Start()
    {
        _process = Tool.Start(_arguments[0], _arguments[1..], new(_environment)
        {
            ["RK_ROOT"] = _folder,
            ["FARM_JOURNAL"] = Journal(_folder),
            ["FARM_SECONDS"] = _seconds.ToString(CultureInfo.InvariantCulture),
        });
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops or continues only the process, not what it has started.</summary>
    public void Signal(string signal) => Tool.Finish(Tool.Start("kill", ["-" + signal, $"{_process!.Id}"]), TimeSpan.FromMinutes(1));

    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }
    }
}
