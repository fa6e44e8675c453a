// The user's ssh configuration, as far as a rig needs it.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Enumeration;
using System.Linq;

namespace RustKernel.Hil.Drivers.Remote;

/// <summary>
/// Reads HostName, User, Port, IdentityFile, IdentityAgent, ProxyJump and UserKnownHostsFile of the
/// Host sections that match; as in ssh_config(5), the first value
/// counts, and IdentityFile adds up. Match sections are skipped. An Include is refused, because its settings would be missing silently.
/// </summary>
internal sealed class SshConfig
{
    private readonly List<(string[] Patterns, string Key, string Value)> _entries = [];

    private SshConfig()
    {
    }

    /// <summary>The file at <paramref name="path"/>; an empty configuration when there is none.</summary>
    /// <exception cref="InfrastructureException">It cannot be read, or includes other files.</exception>
    public static SshConfig Load(string path)
    {
        SshConfig config = new();
        if (!File.Exists(path))
        {
            return config;
        }

        string[]? patterns = ["*"];
        int number = 0;
        foreach (string line in ReadLines(path))
        {
            number++;
            (string key, string value) = Split(line);
            if (key == "include")
            {
                throw new InfrastructureException(
                    $"{path}:{number}: Include is not read; give the host via: openssh, or its keys in rig.yaml");
            }

            if (key is "host" or "match")
            {
                patterns = key == "host" ? value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) : null;
            }
            else if (key.Length > 0 && patterns is not null)
            {
                config._entries.Add((patterns, key, value));
            }
        }

        return config;
    }

    /// <summary>The first value of <paramref name="key"/> (lower case) for <paramref name="host"/>; null when none is given.</summary>
    public string? Value(string host, string key) => Values(host, key).FirstOrDefault();

    /// <summary>Every value of <paramref name="key"/> (lower case) for <paramref name="host"/>.</summary>
    public IEnumerable<string> Values(string host, string key)
        => _entries.Where(entry => entry.Key == key && Matches(entry.Patterns, host)).Select(entry => entry.Value);

    /// <summary>The port for <paramref name="host"/>.</summary>
    public int Port(string host)
        => Value(host, "port") is { } text
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port is > 0 and < 65536 ? port : 22;

    /// <summary>True when one of <paramref name="patterns"/> fits and none that begins with "!" does.</summary>
    internal static bool Matches(IEnumerable<string> patterns, string host)
    {
        bool matches = false;
        foreach (string pattern in patterns)
        {
            bool isNegated = pattern.StartsWith('!');
            if (!FileSystemName.MatchesSimpleExpression(pattern.AsSpan(isNegated ? 1 : 0), host))
            {
                continue;
            }

            if (isNegated)
            {
                return false;
            }

            matches = true;
        }

        return matches;
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InfrastructureException($"{path} cannot be read: {e.Message}");
        }
    }

    private static (string Key, string Value) Split(string line)
    {
        string text = line.Trim();
        int end = text.IndexOfAny([' ', '\t', '=']);
        if (text.Length == 0 || text[0] == '#' || end < 0)
        {
            return ("", "");
        }

        return (text[..end].ToLowerInvariant(), text[end..].TrimStart(' ', '\t', '=').Trim().Trim('"'));
    }
}
