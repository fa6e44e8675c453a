using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>artifacts/Image in rk run, as in a terminal; this process uses its line when rk service run does not.</summary>
internal sealed class RunningSystem : IDisposable
{
    private const string Prompt = "rk> ";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly ConsoleText _output;
    private readonly StringBuilder _errors = new();
    private bool _isEnded;

    /// <summary>Boots; <paramref name="folder"/> gets the log and the line's socket.</summary>
    public RunningSystem(string folder, params string[] options)
        : this("qemu-virt", folder, [Tool.Path], options)
    {
    }

    private RunningSystem(string target, string folder, string[] command, string[] options, string begun = Prompt)
    {
        Lines = Path.Combine(folder, "lines");
        Directory.CreateDirectory(Lines);
        string[] limit = options.Contains("--timeout") ? [] : ["--timeout", "600"];
        string[] words = [.. command, "run", target, "--log", folder, .. limit, .. options];
        _process = Tool.Start(words[0], words[1..], Environment);
        _process.StandardInput.AutoFlush = true;
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginErrorReadLine();
        _output = new ConsoleText(_process);
        Await(0, begun);
    }

    /// <summary>Boots another target.</summary>
    public static RunningSystem At(string target, string folder, params string[] options) => new(target, folder, [Tool.Path], options);

    /// <summary>
    /// Boots one that never reaches a prompt: it runs when it has shown <paramref name="begun"/>, and ends by <see cref="End"/>.
    /// </summary>
    public static RunningSystem Until(string begun, string target, string folder, params string[] options)
        => new(target, folder, [Tool.Path], options, begun);

    /// <summary>Runs rk through <paramref name="command"/>, whose process becomes rk's.</summary>
    public static RunningSystem By(string[] command, string folder, params string[] options) => new("qemu-virt", folder, command, options);

    /// <summary>The limit of every wait: <c>--timeout</c> limits the whole run.</summary>
    public TimeSpan Limit { get; init; } = s_limit;

    /// <summary>rk's process.</summary>
    public int ProcessId => _process.Id;

    private string Lines { get; }

    private Dictionary<string, string> Environment => new() { ["RK_LINES"] = Lines };

    /// <summary>The whole output so far.</summary>
    public string Output => _output.All;

    /// <summary>rk's own standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Waits until <paramref name="expected"/> has been shown since the start.</summary>
    public void Await(string expected) => _ = Await(0, expected);

    /// <summary>rk service run.</summary>
    public ToolResult Run(string input, params string[] arguments)
        => Tool.Finish(Tool.Start(Tool.Path, ["service", "run", .. arguments], Environment), Limit, input);

    /// <summary>
    /// Types <paramref name="keys"/> and waits until <paramref name="expected"/> is shown after them; returns what was shown.
    /// </summary>
    public string Type(string keys, string expected)
    {
        using Socket line = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        line.Connect(new UnixDomainSocketEndPoint(Directory.GetFiles(Lines).Single()));
        int from = Output.Length;
        line.Send(Encoding.UTF8.GetBytes(keys));

        // The machine's output comes from rk run: this returns the line when all keys are sent.
        line.Shutdown(SocketShutdown.Send);
        return Await(from, expected);
    }

    /// <summary>Ends rk, and the emulator with it.</summary>
    public void End()
    {
        _isEnded = true;
        _process.Kill(entireProcessTree: true);
        Assert.True(_process.WaitForExit(s_limit), "rk does not end");
    }

    public void Dispose()
    {
        if (_isEnded)
        {
            _process.Dispose();
            return;
        }

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

    private void Note(string? line)
    {
        lock (_errors)
        {
            _errors.AppendLine(line);
        }
    }

    private string Await(int from, string expected)
    {
        bool isShown = _output.WaitFrom(from, expected, Limit);
        string shown = Output[from..];
        Assert.True(isShown, $"\"{expected}\" is not shown, but:\n{shown}\n{Errors}");
        return shown;
    }
}
