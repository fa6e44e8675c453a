// Where the event logs of a series go.

using System;
using System.Globalization;
using System.IO;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>Names the logs of one call of rk.</summary>
/// <param name="Folder">The folder, which exists.</param>
/// <param name="Name">What the files' names begin with.</param>
internal sealed record RunLogs(string Folder, string Name)
{
    /// <summary>Logs below <paramref name="folder"/>, or below runs/ of what the tool writes when it is null.</summary>
    /// <exception cref="ConfigurationException">The folder cannot be made.</exception>
    public static RunLogs Create(string? folder, string target)
    {
        string full = folder is null ? Repository.Work("runs") : Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"the log folder {full} cannot be made: {e.Message}");
        }

        string time = DateTimeOffset.UtcNow.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        return new RunLogs(full, $"{time}-{target}-{Environment.ProcessId}");
    }

    /// <summary>The log of one of <paramref name="count"/> runs.</summary>
    public string PathOf(int attempt, int count) => Path.Combine(Folder, count > 1 ? $"{Name}-{attempt}.jsonl" : $"{Name}.jsonl");
}
