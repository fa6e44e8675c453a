// The server that vouches for people.

using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>An OpenID Connect provider, and what its claims mean here.</summary>
/// <param name="Authority">Its issuer.</param>
/// <param name="Client">This farm's name there.</param>
/// <param name="Secret">This farm's secret there.</param>
/// <param name="NameClaim">The claim with a person's name.</param>
/// <param name="Claim">The claim whose values say what a person may do.</param>
/// <param name="Rules">Role and groups by such a value.</param>
internal sealed record SignOnOptions(
    Uri Authority,
    string Client,
    string Secret,
    string NameClaim,
    string Claim,
    IReadOnlyDictionary<string, SignOnRule> Rules)
{
    /// <summary>The options of a command line; null without an address.</summary>
    /// <exception cref="FarmRequestException">One of them is wrong.</exception>
    public static SignOnOptions? Parse(string? address, string? client, string? secretFile, string nameClaim, string claim, string[] maps)
    {
        if (string.IsNullOrEmpty(address))
        {
            return null;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || (uri.Scheme != "https" && !(uri.Scheme == "http" && uri.IsLoopback)))
        {
            throw new FarmRequestException($"--oidc is an address that begins with https://, not {address}");
        }

        if (string.IsNullOrEmpty(client) || string.IsNullOrEmpty(secretFile) || maps.Length == 0)
        {
            throw new FarmRequestException(
                "--oidc needs --oidc-client, --oidc-secret-file and --oidc-map VALUE=ROLE[:GROUP,GROUP]: who may do what here");
        }

        Dictionary<string, SignOnRule> rules = new(StringComparer.Ordinal);
        foreach (string map in maps)
        {
            int equals = map.LastIndexOf('=');
            string[] parts = equals > 0 ? map[(equals + 1)..].Split(':', 2) : [];
            string[] groups = parts.Length == 2 ? parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
            if (parts.Length == 0 || parts[0] is not (FarmRole.Submitter or FarmRole.Admin) || !FarmGroups.Are(groups))
            {
                throw new FarmRequestException($"--oidc-map is VALUE=submitter or VALUE=admin, and may end with :GROUP,GROUP; not {map}");
            }

            rules[map[..equals]] = new SignOnRule(parts[0], groups);
        }

        return new SignOnOptions(uri, client, File.ReadAllText(secretFile).Trim(), nameClaim, claim, rules);
    }
}

/// <summary>What a claim's value means.</summary>
/// <param name="Role">submitter or admin.</param>
/// <param name="Groups">Groups.</param>
internal sealed record SignOnRule(string Role, IReadOnlyList<string> Groups);
