// The keys by which hosts are known.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace RustKernel.Hil.Drivers.Remote;

/// <summary>
/// OpenSSH's known_hosts files (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): plain, hashed and revoked
/// entries. The package itself trusts every key.
/// </summary>
/// <param name="Files">The files, of which some may not exist.</param>
internal sealed record KnownHosts(IReadOnlyList<string> Files)
{
    private const string Revoked = "@revoked";

    /// <summary>
    /// Null when <paramref name="name"/> at <paramref name="port"/> is known by
    /// <paramref name="key"/>; otherwise why it is refused, and the way out.
    /// </summary>
    public string? Refusal(string name, int port, string kind, byte[] key, string fingerprint)
    {
        string encoded = Convert.ToBase64String(key);
        Entry[] entries = [.. Read().Where(entry => Names(entry.Hosts, name, port))];
        if (entries.Any(entry => entry.Key == encoded && entry.Mark == Revoked))
        {
            return $"the key SHA256:{fingerprint} of {name} is revoked in {Files[0]}";
        }

        if (entries.Any(entry => entry.Key == encoded && entry.Mark.Length == 0))
        {
            return null;
        }

        string shown = port == 22 ? name : $"[{name}]:{port}";
        Entry? other = entries.FirstOrDefault(entry => entry.Mark.Length == 0 && entry.Kind == kind);
        return other is not null
            ? $"the key of {shown} has CHANGED: it shows {kind} SHA256:{fingerprint}, {other.Where} has another; if that is right: "
                + $"ssh-keygen -R '{shown}', then ssh {(port == 22 ? "" : $"-p {port} ")}{name}"
            : $"the key of {shown} is not known: {kind} SHA256:{fingerprint}; if that is right: ssh "
                + $"{(port == 22 ? "" : $"-p {port} ")}{name}, or ssh-keyscan -t {KeyName(kind)} {(port == 22 ? "" : $"-p {port} ")}{name} "
                    + $">> {Files[0]}";
    }

    /// <summary>
    /// The kinds of keys by which the machine is known: the client asks for one of them, or a
    /// second kind would seem unknown.
    /// </summary>
    public IReadOnlyList<string> Kinds(string name, int port)
        => [.. Read().Where(entry => entry.Mark.Length == 0 && Names(entry.Hosts, name, port)).Select(entry => entry.Kind).Distinct()];

    private static string KeyName(string kind) =>
        kind.StartsWith("ecdsa", StringComparison.Ordinal)
            ? "ecdsa"
            : kind.Contains("ed25519", StringComparison.Ordinal) ? "ed25519" : "rsa";

    private static bool Names(string hosts, string name, int port)
    {
        string wanted = port == 22 ? name : $"[{name}]:{port}";
        if (hosts.StartsWith("|1|", StringComparison.Ordinal))
        {
            return hosts.Split('|') is [_, _, var salt, var hash] && IsHash(salt, hash, wanted);
        }

        return SshConfig.Matches(hosts.Split(','), wanted);
    }

    private static bool IsHash(string salt, string hash, string name)
    {
        Span<byte> key = stackalloc byte[64], expected = stackalloc byte[64];
        if (!Convert.TryFromBase64String(salt, key, out int keyBytes) || !Convert.TryFromBase64String(hash, expected, out int hashBytes))
        {
            return false;
        }
#pragma warning disable CA5350 // The file format hides names with HMAC-SHA1; nothing is proved by it.
        return HMACSHA1.HashData(key[..keyBytes], Encoding.UTF8.GetBytes(name)).AsSpan().SequenceEqual(expected[..hashBytes]);
#pragma warning restore CA5350
    }

    private IEnumerable<Entry> Read()
    {
        foreach (string file in Files.Where(File.Exists))
        {
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
                int first = words.Length > 0 && words[0].StartsWith('@') ? 1 : 0;
                if (words.Length >= first + 3 && words[0][0] != '#')
                {
                    yield return new Entry(
                        first == 1 ? words[0] : "",
                        words[first],
                        words[first + 1],
                        words[first + 2],
                        $"{file}:{number}");
                }
            }
        }
    }

    private sealed record Entry(string Mark, string Hosts, string Kind, string Key, string Where);
}
