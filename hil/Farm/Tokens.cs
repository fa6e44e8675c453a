// Who may do what in a farm.

using System.Collections.Generic;

namespace RustKernel.Hil.Farm;

/// <summary>What the bearer of a token may do.</summary>
public static class FarmRole
{
    /// <summary>Do the work of the host that the token is named after.</summary>
    public const string Agent = "agent";

    /// <summary>Look at everything but tokens and audit, submit jobs, and cancel one's own jobs.</summary>
    public const string Submitter = "submitter";

    /// <summary>Everything.</summary>
    public const string Admin = "admin";

    /// <summary>True for one of the three.</summary>
    public static bool Is(string word) => word is Agent or Submitter or Admin;
}

/// <summary>Asks for a token.</summary>
/// <param name="Name">Whom it is for; for an agent, its host.</param>
/// <param name="Role">One of <see cref="FarmRole"/>.</param>
/// <param name="Groups">Groups whose boards it may use, besides the boards without groups; null for none.</param>
public sealed record TokenRequest(string Name, string Role, IReadOnlyList<string>? Groups = null);

/// <summary>A new token: this answer is the only place where it can be read.</summary>
/// <param name="Token">The token.</param>
public sealed record TokenReceipt(string Token);

/// <summary>A token as people see it.</summary>
public sealed record TokenView
{
    /// <summary>Whom it is for.</summary>
    public string Name { get; init; } = "";

    /// <summary>One of <see cref="FarmRole"/>.</summary>
    public string Role { get; init; } = "";

    /// <summary>Its groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>When it was made: milliseconds since 1970, by the store's clock.</summary>
    public long Created { get; init; }

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>When it was last used, to the minute; 0 for never.</summary>
    public long Used { get; init; }

    /// <summary>When it was revoked; 0 while it is valid.</summary>
    public long Revoked { get; init; }
}

/// <summary>An entry of the audit: what a person or host did.</summary>
public sealed record AuditView
{
    /// <summary>When: milliseconds since 1970, by the store's clock.</summary>
    public long At { get; init; }

    /// <summary>Who: a token's name, a host, or a person of the coordinator's machine.</summary>
    public string Who { get; init; } = "";

    /// <summary>What, in words.</summary>
    public string What { get; init; } = "";
}

/// <summary>What a run did to its board, as its agent reports.</summary>
/// <param name="At">When, by the host's clock: milliseconds since 1970.</param>
/// <param name="What">power on by qemu; what it boots from was written; …</param>
public sealed record Deed(long At, string What)
{
    /// <summary>The most that one report may have.</summary>
    public const int Most = 100;

    /// <summary>The most letters of one.</summary>
    public const int MostText = 200;
}
