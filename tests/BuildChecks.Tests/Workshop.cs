// A directory for one test: files written by name, programs run in it with a PATH that begins with its bin/.

using System;
using System.Diagnostics;
using System.IO;

namespace RustKernel.BuildChecks.Tests;

/// <summary>A temporary directory that is deleted with the test.</summary>
internal sealed class Workshop : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    public string Root { get; } = Directory.CreateTempSubdirectory("workshop-").FullName;

    public string PathOf(string relative) => Path.Combine(Root, relative);

    public string Read(string relative) => File.Exists(PathOf(relative)) ? File.ReadAllText(PathOf(relative)) : "";

    public void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllText(PathOf(relative), text.ReplaceLineEndings("\n"));
    }

    /// <summary>Writes a shell script under bin/, which hides a program of the same name.</summary>
    public void WriteProgram(string name, string script)
    {
        Write("bin/" + name, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(PathOf("bin/" + name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a program to its end; returns its two outputs as one text.</summary>
    public (int Status, string Output) Run(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = PathOf("bin") + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["WORKSHOP"] = Root;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment.Remove("TOOLCHAIN");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {s_limit}");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
