// Which board gets which files, from options and from a file.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Flash.Tftp;
using RustKernel.Hil.Targets;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RustKernel.Hil.Cli;

/// <summary>
/// Reads views as a person writes them: "9ffefdef=rpi4", "rack-3=rpi4", "dc:a6:32:01:36:c2=/srv/new", "192.168.7.30=rpi4", or a
/// YAML list of entries with serial, prefix, mac or address (one or several of them) and board or folder.
/// </summary>
internal static class BootViewReader
{
    // What the EEPROM keeps of TFTP_PREFIX_STR.
    private const int LongestPrefix = 32;

    /// <summary>One view of an option's text.</summary>
    /// <exception cref="ConfigurationException">It names nothing that can be served.</exception>
    public static BootView FromOption(string text)
    {
        string[] halves = text.Split('=', 2);
        if (halves.Length != 2 || halves[0].Length == 0 || halves[1].Length == 0)
        {
            throw new ConfigurationException($"--view is MATCH=WHAT, as in 9ffefdef=rpi4, not \"{text}\"");
        }

        string match = halves[0];
        if (BootPath.SerialOf(match) is not null)
        {
            return View(text, new BootViewEntry { Serial = match }, halves[1]);
        }

        if (MacOf(match) is not null)
        {
            return View(text, new BootViewEntry { Mac = match }, halves[1]);
        }

        if (InternetAddress.Read(match) is not null)
        {
            return View(text, new BootViewEntry { Address = match }, halves[1]);
        }

        RequirePrefix("--view", match);
        return View(text, new BootViewEntry { Prefix = match }, halves[1]);
    }

    /// <summary>The views of a YAML file.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read, or an entry is wrong.</exception>
    public static IReadOnlyList<BootView> FromFile(string path)
    {
        try
        {
            IDeserializer yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
            using StreamReader reader = new(path);
            List<BootViewEntry> entries = yaml.Deserialize<List<BootViewEntry>>(reader) ?? [];
            return [.. entries.Select((entry, index) => FromEntry($"{path}, entry {index + 1}", entry))];
        }
        catch (YamlException e)
        {
            throw new ConfigurationException($"{path}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"cannot read {path}: {e.Message}");
        }
    }

    private static BootView FromEntry(string where, BootViewEntry entry)
    {
        if (entry is { Serial: "", Prefix: "", Mac: "", Address: "" })
        {
            throw new ConfigurationException($"{where}: serial, prefix, mac or address says which board is meant");
        }

        if ((entry.Board.Length > 0) == (entry.Folder.Length > 0))
        {
            throw new ConfigurationException($"{where}: board or folder says what is served, one of them");
        }

        if (entry.Serial.Length > 0 && BootPath.SerialOf(entry.Serial) is null)
        {
            throw new ConfigurationException(
                $"{where}: a serial number has 8 hexadecimal digits, or 16 as in /proc/cpuinfo (in quotes), not \"{entry.Serial}\"");
        }

        if (entry.Mac.Length > 0 && MacOf(entry.Mac) is null)
        {
            throw new ConfigurationException($"{where}: \"{entry.Mac}\" is no Ethernet address");
        }

        if (entry.Address.Length > 0)
        {
            InternetAddress.Require($"{where}: address", entry.Address);
        }

        if (entry.Prefix.Length > 0)
        {
            RequirePrefix($"{where}: prefix", entry.Prefix.TrimEnd('/') + "/");
        }

        return View(entry.Name.Length > 0 ? entry.Name : where, entry, entry.Board.Length > 0 ? entry.Board : entry.Folder);
    }

    private static BootView View(string name, BootViewEntry entry, string what) => new()
    {
        Name = name,
        Folders = [FolderOf(what)],
        Serials = entry.Serial.Length > 0 ? [BootPath.SerialOf(entry.Serial)!] : [],
        Prefixes = entry.Prefix.Length > 0 ? [entry.Prefix.Trim('/')] : [],
        Macs = entry.Mac.Length > 0 ? [MacOf(entry.Mac)!] : [],
        Addresses = entry.Address.Length > 0 ? [InternetAddress.Read(entry.Address)!] : [],
    };

    // A board's name means its boot folder.
    private static string FolderOf(string what)
    {
        string folder = what.Contains('/') ? Path.GetFullPath(what) : Repository.Work(what, "boot");
        return Directory.Exists(folder)
            ? folder
            : throw new ConfigurationException(
                $"{Repository.Show(folder)} does not exist: "
                    + $"{(what.Contains('/') ? "nothing can be served from it" : $"run rk image {what} first")}");
    }

    // Any text may be a prefix, but most such texts are mistyped numbers. A "/" at the end says that a prefix is meant.
    private static void RequirePrefix(string what, string text)
    {
        if (InternetAddress.IsVersion6(text))
        {
            throw new ConfigurationException($"{what}: {text} is an address of IPv6, and boot ROMs are served by IPv4 only");
        }

        bool looksLikeNumber = text.Contains(':') || text.All(character => char.IsAsciiHexDigit(character) || character is '.' or '-');
        if (looksLikeNumber || text.Trim('/').Length is 0 or > LongestPrefix || BootPath.Split(text, out _) is null)
        {
            throw new ConfigurationException($"{what}: \"{text}\" is no serial number (8 hexadecimal digits, or 16 as in /proc/cpuinfo), "
                + $"Ethernet address or IPv4 address, "
                + $"and no prefix of a board's own (TFTP_PREFIX_STR: at most {LongestPrefix} characters; end it with \"/\" when it looks "
                    + $"like a number)");
        }
    }

    private static string? MacOf(string text) => BootPath.MacOf(text.Replace(':', '-'));
}

/// <summary>A board, and what it gets.</summary>
internal sealed class BootViewEntry
{
    /// <summary>For the log; may be empty.</summary>
    public string Name { get; set; } = "";

    /// <summary>An own prefix (TFTP_PREFIX_STR).</summary>
    public string Prefix { get; set; } = "";

    /// <summary>A Pi's serial number: 8 digits, or the 16 of /proc/cpuinfo.</summary>
    public string Serial { get; set; } = "";

    /// <summary>An Ethernet address.</summary>
    public string Mac { get; set; } = "";

    /// <summary>An IP address.</summary>
    public string Address { get; set; } = "";

    /// <summary>The board whose boot folder is served.</summary>
    public string Board { get; set; } = "";

    /// <summary>Or a folder.</summary>
    public string Folder { get; set; } = "";
}
