// Debian's package archive, by way of debian-download.sh and dpkg-deb.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace RustKernel.Hil.Firmware;

/// <summary>Downloads packages of the arm64 architecture and takes files out of them; installs nothing.</summary>
public sealed class DebianArchive
{
    private readonly string _script;

    /// <summary>Uses the script of the repository at <paramref name="repositoryRoot"/>.</summary>
    public DebianArchive(string repositoryRoot) => _script = Path.Combine(repositoryRoot, "hil", "Firmware", "debian-download.sh");

    /// <summary>Downloads <paramref name="package"/> if the cache lacks it; returns the .deb's path. <see cref="FirmwareException"/> (3) with the script's own words otherwise.</summary>
    public string Download(string package)
    {
        using Process process = Start(_script, package);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string deb = output.Trim();
        if (process.ExitCode != 0 || !File.Exists(deb))
            throw new FirmwareException(3, LastLine(errors.Result, $"cannot download {package}"));
        return deb;
    }

    /// <summary>
    /// Copies the files of <paramref name="wanted"/> (pattern to destination) out of <paramref name="deb"/>. Returns the
    /// patterns that matched nothing.
    /// </summary>
    public static List<string> Extract(string deb, IReadOnlyDictionary<string, string> wanted)
    {
        List<string> missing = [.. wanted.Keys];
        using Process process = Start("dpkg-deb", "--fsys-tarfile", deb);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using (TarReader tar = new(process.StandardOutput.BaseStream))
        {
            while (tar.GetNextEntry() is { } entry)
            {
                string? pattern = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile
                    ? missing.Find(candidate => Matches(entry.Name, candidate))
                    : null;
                if (pattern is null)
                    continue;
                entry.ExtractToFile(wanted[pattern], overwrite: true);
                missing.Remove(pattern);
            }
        }
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new FirmwareException(3, LastLine(errors.Result, $"cannot unpack {deb}"));
        return missing;
    }

    private static bool Matches(string name, string pattern) =>
        Regex.IsMatch(name, @"^(\./)?" + Regex.Escape(pattern).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$");

    private static Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start) ?? throw new FirmwareException(3, $"{program} did not start");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new FirmwareException(3, $"cannot run {program}: {exception.Message}");
        }
    }

    private static string LastLine(string text, string fallback)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 0 ? lines[^1] : fallback;
    }
}
