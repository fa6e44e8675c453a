// Debian's package archive, by way of debian-download.sh and dpkg-deb.

using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Text.RegularExpressions;
using RustKernel.Hil.Programs;

namespace RustKernel.Hil.Firmware;

/// <summary>Downloads packages of the arm64 architecture and takes files out of them; installs nothing.</summary>
public sealed class DebianArchive
{
    // A slow line; the packages have some 10 MB.
    private static readonly TimeSpan s_downloadLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_unpackLimit = TimeSpan.FromMinutes(2);
    private readonly string _script;

    /// <summary>Uses the script of the repository at <paramref name="repositoryRoot"/>.</summary>
    public DebianArchive(string repositoryRoot) => _script = Path.Combine(repositoryRoot, "hil", "Firmware", "debian-download.sh");

    /// <summary>
    /// Downloads <paramref name="package"/> if the cache lacks it; returns the .deb's path.
    /// <see cref="FirmwareException"/> (3) with the script's own words otherwise.
    /// </summary>
    public string Download(string package)
    {
        ProgramAnswer answer = Run(_script, [package], s_downloadLimit, null);
        string deb = answer.Text.Trim();
        if (answer.ExitCode != 0 || !File.Exists(deb))
        {
            throw new FirmwareException(3, answer.LastError($"cannot download {package}"));
        }

        return deb;
    }

    /// <summary>
    /// Copies the files of <paramref name="wanted"/> (pattern to destination) out of <paramref name="deb"/>. Returns the
    /// patterns that matched nothing.
    /// </summary>
    public static List<string> Extract(string deb, IReadOnlyDictionary<string, string> wanted)
    {
        List<string> missing = [.. wanted.Keys];
        ProgramAnswer answer = Run("dpkg-deb", ["--fsys-tarfile", deb], s_unpackLimit, archive => ExtractFrom(archive, wanted, missing));
        if (answer.ExitCode != 0)
        {
            throw new FirmwareException(3, answer.LastError($"cannot unpack {deb}"));
        }

        return missing;
    }

    private static bool Matches(string name, string pattern) =>
        Regex.IsMatch(name, @"^(\./)?" + Regex.Escape(pattern).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$");

    private static void ExtractFrom(Stream archive, IReadOnlyDictionary<string, string> wanted, List<string> missing)
    {
        using TarReader tar = new(archive);
        while (tar.GetNextEntry() is { } entry)
        {
            string? pattern = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile
                ? missing.Find(candidate => Matches(entry.Name, candidate))
                : null;
            if (pattern is null)
            {
                continue;
            }

            entry.ExtractToFile(wanted[pattern], overwrite: true);
            missing.Remove(pattern);
        }
    }

    private static ProgramAnswer Run(string program, IReadOnlyList<string> arguments, TimeSpan limit, Action<Stream>? read)
    {
        try
        {
            return read is null ? ProgramCall.Run(program, arguments, limit) : ProgramCall.Run(program, arguments, limit, read);
        }
        catch (ProgramException e)
        {
            throw new FirmwareException(3, e.Message);
        }
    }
}
