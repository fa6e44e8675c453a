// Replaces a service of a running machine by a new build of it.

using System;
using System.Diagnostics;
using System.Text;
using RustKernel.Hil.Cli.Services;
using RustKernel.Hil.Drivers;
using RustKernel.Services.Shell.Blocks;

namespace RustKernel.Hil.Cli.Watching;

/// <summary>
/// Sends the new program over the line, stops the service, and starts the program under its name, as a person at the prompt would.
/// </summary>
internal static class ServiceSwap
{
    private const string Prompt = "rk> ";
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <summary>Replaces the service that <paramref name="builder"/> has built.</summary>
    /// <returns>Why the machine refuses it; empty: it runs.</returns>
    /// <exception cref="InfrastructureException">The machine has ended, or no shell answers.</exception>
    public static string Do(string target, ProgramBuilder builder, byte[] program)
    {
        using SharedLine line = SharedLine.Connect(target);
        try
        {
            new ProgramRun(line).Send(ProgramPackage.Write(program, builder.Manifest(), null, 0), builder.Name, [], runs: false);
        }
        catch (RefusedException e)
        {
            return e.Message;
        }

        // A service that does not run need not be stopped; for others, Init reports the end.
        string ended = Say(line, $"kill {builder.Name}", $"init: {builder.Name} was killed", $"{builder.Name}: ");
        if (!ended.Contains("was killed", StringComparison.Ordinal) && !ended.Contains("does not run", StringComparison.Ordinal))
        {
            return LineWith(ended, builder.Name + ": ");
        }

        string started = Say(line, $"run {builder.Name} &", $"] {builder.Name}", $"{builder.Name} &: ");
        return started.Contains($"] {builder.Name}", StringComparison.Ordinal) ? "" : LineWith(started, builder.Name);
    }

    // Types a command; returns the output up to the prompt after one of the words that end it.
    private static string Say(SharedLine line, string command, params string[] ends)
    {
        line.Write(Encoding.ASCII.GetBytes($"\u0015{command}\r"));
        StringBuilder heard = new();
        long begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < s_limit)
        {
            heard.Append(Encoding.UTF8.GetString(line.Read(s_tick)));
            string text = heard.ToString();
            int typed = text.IndexOf(command, StringComparison.Ordinal);
            string answer = typed < 0 ? "" : text[(typed + command.Length)..];
            if (Array.Exists(ends, end => answer.Contains(end, StringComparison.Ordinal))
                && answer.Contains(Prompt, StringComparison.Ordinal))
            {
                return answer;
            }
        }

        throw new InfrastructureException($"the machine's shell did not answer \"{command}\" within {s_limit.TotalSeconds:0} s");
    }

    private static string LineWith(string text, string words)
        => Array.Find(text.Split('\n'), line => line.Contains(words, StringComparison.Ordinal))?.Trim() ?? text.Trim();
}
