using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>artifacts/Image in rk run, as it stands in a terminal, and this process at its line where rk service run is not.</summary>
internal sealed class RunningSystem : IDisposable
{
    private const string Prompt = "rk> ";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly ConsoleText _output;

    /// <summary>Boots; <paramref name="folder"/> gets the log and the line's socket.</summary>
    public RunningSystem(string folder, params string[] options)
        : this("qemu-virt", folder, options)
    {
    }

    private RunningSystem(string target, string folder, string[] options)
    {
        Lines = Path.Combine(folder, "lines");
        Directory.CreateDirectory(Lines);
        _process = Tool.Start(Tool.Path, ["run", target, "--log", folder, "--timeout", "600", .. options], Environment);
        _process.StandardInput.AutoFlush = true;
        _output = new ConsoleText(_process);
        Await(0, Prompt);
    }

    /// <summary>The same on another target.</summary>
    public static RunningSystem At(string target, string folder, params string[] options) => new(target, folder, options);

    private string Lines { get; }

    private Dictionary<string, string> Environment => new() { ["RK_LINES"] = Lines };

    /// <summary>All that was shown so far.</summary>
    public string Output => _output.All;

    /// <summary>Waits until <paramref name="expected"/> was shown since the start.</summary>
    public void Await(string expected) => _ = Await(0, expected);

    /// <summary>rk service run.</summary>
    public ToolResult Run(string input, params string[] arguments)
        => Tool.Finish(Tool.Start(Tool.Path, ["service", "run", .. arguments], Environment), s_limit, input);

    /// <summary>Types <paramref name="keys"/> and waits until <paramref name="expected"/> is shown after them; what was shown.</summary>
    public string Type(string keys, string expected)
    {
        using Socket line = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        line.Connect(new UnixDomainSocketEndPoint(Directory.GetFiles(Lines).Single()));
        int from = Output.Length;
        line.Send(Encoding.UTF8.GetBytes(keys));

        // What the machine says is read from rk run's output: the line is given back when the keys are through.
        line.Shutdown(SocketShutdown.Send);
        return Await(from, expected);
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Write("poweroff\n");
            _process.StandardInput.Close();
            Assert.True(_process.WaitForExit(s_limit), "it does not switch off");
        }
        finally
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }

            _process.Dispose();
        }
    }

    private string Await(int from, string expected)
    {
        bool isShown = SpinWait.SpinUntil(
            () =>
            {
                Thread.Sleep(20);
                return Output.IndexOf(expected, from, StringComparison.Ordinal) >= 0 || _process.HasExited;
            },
            s_limit);
        string shown = Output[from..];
        Assert.True(isShown && shown.Contains(expected, StringComparison.Ordinal), $"\"{expected}\" is not shown, but:\n{shown}");
        return shown;
    }
}
