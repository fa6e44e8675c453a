// Runs programs with a deadline, including the real rk.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>The repository's tool, built by its own launcher once for all tests.</summary>
public static class Tool
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(30);
    private static readonly Lazy<string> s_built = new(Build);

    public static string Root { get; } = FindRoot();

    public static string Path => s_built.Value;

    /// <summary>Runs rk; the test fails if it does not end in time.</summary>
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
        // Deliberate measurements of tests do not belong in the kernel's history.
        start.Environment.TryAdd("RK_HISTORY", "none");
        return Process.Start(start)!;
    }

    /// <summary>Types <paramref name="input"/> at once and waits for the end; the test fails if that does not come in time.</summary>
    public static ToolResult Finish(Process process, TimeSpan deadline, string input = "")
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Type(process, input);
        return Finish(process, deadline, output);
    }

    /// <summary>
    /// As <see cref="Finish(Process, TimeSpan, string)"/>, but types only after <paramref name="prompt"/>: earlier input may be
    /// lost.
    /// </summary>
    public static ToolResult FinishAfterPrompt(Process process, TimeSpan deadline, string prompt, string input)
        => Finish(process, deadline, ReadAndTypeAsync(process, prompt, input));

    private static ToolResult Finish(Process process, TimeSpan deadline, Task<string> output)
    {
        using (process)
        {
            Task<string> error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(deadline) || !Task.WaitAll([output, error], deadline))
            {
                process.Kill(entireProcessTree: true);

                // Both streams end with their processes.
                bool isAll = Task.WaitAll([output, error], s_rest);
                Assert.Fail($"not finished within {deadline.TotalSeconds} s: {process.StartInfo.FileName} "
                    + $"{string.Join(' ', process.StartInfo.ArgumentList)}\n"
                    + (isAll ? $"{output.Result}\n{error.Result}" : "what it wrote did not end with it"));
            }

            return new ToolResult(process.ExitCode, output.Result, error.Result);
        }
    }

    private static async Task<string> ReadAndTypeAsync(Process process, string prompt, string input)
    {
        StringBuilder all = new();
        char[] piece = new char[4096];
        bool isTyped = false;
        int count;
        while ((count = await process.StandardOutput.ReadAsync(piece)) != 0)
        {
            all.Append(piece, 0, count);
            if (!isTyped && all.ToString().Contains(prompt, StringComparison.Ordinal))
            {
                Type(process, input);
                isTyped = true;
            }
        }

        return all.ToString();
    }

    private static void Type(Process process, string input)
    {
        process.StandardInput.Write(input);
        process.StandardInput.Close();
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
