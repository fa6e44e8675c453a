// Runs programs with a deadline; the real rk among them.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>The repository's tool, built by its own launcher once for all tests.</summary>
public static class Tool
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(15);
    private static readonly Lazy<string> s_built = new(Build);

    public static string Root { get; } = FindRoot();

    public static string Path => s_built.Value;

    /// <summary>Runs rk; the test fails when it does not end in time.</summary>
    public static ToolResult Rk(params string[] arguments) => Finish(Start(Path, arguments), s_deadline);

    /// <summary>Runs rk without any program in PATH.</summary>
    public static ToolResult RkWithoutPrograms(params string[] arguments)
        => Finish(Start(Path, arguments, new() { ["PATH"] = "/nonexistent", ["RK_ROOT"] = Root }), s_deadline);

    /// <summary>Runs rk with <paramref name="input"/> on its standard input.</summary>
    public static ToolResult RkWithInput(string input, params string[] arguments) => Finish(Start(Path, arguments), s_deadline, input);

    public static Process Start(string program, IEnumerable<string> arguments, Dictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(program)
        {
            WorkingDirectory = Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (KeyValuePair<string, string> variable in environment ?? new() { ["RK_ROOT"] = Root })
        {
            start.Environment[variable.Key] = variable.Value;
        }
        // What tests measure on purpose is no history of the kernel.
        start.Environment.TryAdd("RK_HISTORY", "none");
        return Process.Start(start)!;
    }

    public static ToolResult Finish(Process process, TimeSpan deadline, string input = "")
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            if (!process.WaitForExit(deadline) || !Task.WaitAll([output, error], deadline))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"not finished within {deadline.TotalSeconds} s: {process.StartInfo.FileName} "
                    + $"{string.Join(' ', process.StartInfo.ArgumentList)}");
            }

            return new ToolResult(process.ExitCode, output.Result, error.Result);
        }
    }

    private static string Build()
    {
        ToolResult built = Finish(Start(System.IO.Path.Combine(Root, "rk"), ["--version"]), TimeSpan.FromMinutes(10));
        Assert.True(built.ExitCode == 0, built.ToString());
        return System.IO.Path.Combine(Root, "artifacts", "rk", "rk");
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(System.IO.Path.Combine(folder.FullName, "boards")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no repository above the tests");
    }
}
