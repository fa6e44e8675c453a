// An agent as people start it: a process.

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.EndToEnd.Tests;

namespace RustKernel.Farm.EndToEnd.Tests;

/// <summary>rk farm agent with pretended boards. It can be killed, stopped for a while, and started again.</summary>
internal sealed class AgentProcess : IDisposable
{
    private readonly string _host;
    private readonly string[] _arguments;
    private readonly string _folder;
    private readonly double _seconds;
    private Process? _process;

    public AgentProcess(string folder, string servers, string host, int boards, double scale, double seconds)
    {
        _folder = folder;
        _host = host;
        _seconds = seconds;
        _arguments =
        [
            "farm", "agent", "--server", servers, "--host", host, "--time-scale", scale.ToString(CultureInfo.InvariantCulture),
            "--runner", Path.Combine(AppContext.BaseDirectory, "farm-board"),
            .. Enumerable.Range(1, boards).SelectMany(number => new[] { "--pretend", $"{host}-{number}" }),
        ];
        Start();
    }

    public string Host => _host;

    public bool Runs => _process is not null;

    /// <summary>What the boards' power did: <c>on|alive|off RUN-FENCE BOARD MILLISECONDS STALLED</c>.</summary>
    public static string Journal(string folder) => Path.Combine(folder, "journal");

    public void Start()
    {
        _process = Tool.Start(Tool.Path, _arguments, new()
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

    /// <summary>Stands still, or goes on: the process alone, not what it has started.</summary>
    public void Signal(string signal) => Tool.Finish(Tool.Start("kill", ["-" + signal, $"{_process!.Id}"]), TimeSpan.FromMinutes(1));

    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }
    }
}
