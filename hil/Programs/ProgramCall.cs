// Runs a program to its end, within a limit.

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Hil.Programs;

/// <summary>
/// The one way to call a program that answers and ends. It gets no input; when the limit passes, it and its children are ended and
/// the caller gets an error: a compiler that waits for a lock or a server that is gone must not stop the tool for ever.
/// </summary>
public static class ProgramCall
{
    // A killed program's pipes close at once, unless another process holds them; then do not wait for them.
    private static readonly TimeSpan s_closing = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Runs <paramref name="program"/>, in <paramref name="folder"/> if it names one; returns how it ended and all that it wrote.
    /// </summary>
    /// <exception cref="ProgramException">It is missing, or did not end within <paramref name="limit"/>.</exception>
    public static ProgramAnswer Run(string program, IReadOnlyList<string> arguments, TimeSpan limit, string folder = "")
    {
        using MemoryStream output = new();
        ProgramAnswer answer = Run(program, arguments, limit, stream => stream.CopyTo(output), folder);
        return answer with { Output = output.ToArray() };
    }

    /// <summary>Runs <paramref name="program"/>, whose output goes to <paramref name="read"/> as it comes.</summary>
    /// <exception cref="ProgramException">It is missing, or did not end within <paramref name="limit"/>.</exception>
    public static ProgramAnswer Run(
        string program,
        IReadOnlyList<string> arguments,
        TimeSpan limit,
        Action<Stream> read,
        string folder = "")
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        using Process process = Start(start);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task reading = Task.Factory.StartNew(
            () => read(process.StandardOutput.BaseStream),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        long begun = Stopwatch.GetTimestamp();
        bool isInTime = Wait(Task.WhenAll(reading, errors), limit) && process.WaitForExit(Left(limit, begun));
        if (!isInTime)
        {
            End(process);
            Wait(Task.WhenAll(reading, errors), s_closing);
            throw new ProgramException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Path.GetFileName(program)} did not end within {limit.TotalSeconds:0.###} s and was ended"));
        }

        // The reader's exception goes to the caller.
        reading.GetAwaiter().GetResult();
        return new ProgramAnswer(process.ExitCode, default, errors.Result.Trim());
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ProgramException($"{start.FileName} cannot be run: {e.Message}");
        }
    }

    private static bool Wait(Task tasks, TimeSpan limit)
    {
        try
        {
            return tasks.Wait(limit);
        }
        catch (AggregateException)
        {
            // Ended, if badly.
            return true;
        }
    }

    private static TimeSpan Left(TimeSpan limit, long begun)
    {
        TimeSpan left = limit - Stopwatch.GetElapsedTime(begun);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended in the meantime.
        }
    }
}
