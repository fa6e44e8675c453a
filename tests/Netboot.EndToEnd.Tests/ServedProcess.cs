using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

/// <summary>A program that runs during the test. Its output is kept; it is killed with the test.</summary>
public class ServedProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);
    private readonly Process _process;
    private readonly List<string> _lines = [];

    /// <summary>Starts <paramref name="program"/>.</summary>
    /// <param name="root">RK_ROOT: the tree for rk.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public ServedProcess(string root, string program, params IEnumerable<string> arguments)
    {
        _process = Tool.Start(program, arguments, new() { ["RK_ROOT"] = root });
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Its whole output.</summary>
    public string Text
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Waits until it has printed <paramref name="text"/>, <paramref name="times"/> times in all.</summary>
    public void WaitFor(string text, int times = 1)
        => Assert.True(
            SpinWait.SpinUntil(() => Count(text) >= times || _process.HasExited, s_limit) && Count(text) >= times,
            $"not {times} times \"{text}\" in:\n{Text}");

    /// <summary>Types to its standard input.</summary>
    public void Type(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Flush();
    }

    /// <summary>Sends Ctrl-C; returns the exit status.</summary>
    public int Interrupt()
    {
        using (Process kill = Process.Start("kill", ["-INT", $"{_process.Id}"]))
        {
            Assert.True(kill.WaitForExit(s_limit));
        }

        return Finish();
    }

    /// <summary>Waits for its end; returns the exit status.</summary>
    public int Finish()
    {
        Assert.True(_process.WaitForExit(s_limit), $"did not end:\n{Text}");
        // Once more without a limit: only then is its output read to the end.
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(s_limit);
        _process.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Count(string text) => Text.Split(text).Length - 1;

    private void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Add(line);
        }
    }
}
