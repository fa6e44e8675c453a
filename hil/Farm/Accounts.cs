// People who log in to a farm's pages.

using System.Collections.Generic;

namespace RustKernel.Hil.Farm;

/// <summary>Makes an account, or changes an account's password, role and groups, which logs it out everywhere.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Role">submitter or admin.</param>
/// <param name="Groups">Groups whose boards it may use, besides the boards without groups.</param>
/// <param name="Password">Its password.</param>
public sealed record AccountRequest(string Name, string Role, IReadOnlyList<string> Groups, string Password)
{
    /// <summary>The fewest letters of a password.</summary>
    public const int LeastPassword = 10;

    /// <summary>The most letters of a password.</summary>
    public const int MostPassword = 200;
}

/// <summary>An account as admins see it.</summary>
public sealed record AccountView
{
    /// <summary>Whose it is.</summary>
    public string Name { get; init; } = "";

    /// <summary>submitter or admin.</summary>
    public string Role { get; init; } = "";

    /// <summary>Its groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>When it was made or changed: milliseconds since 1970, by the store's clock.</summary>
    public long Created { get; init; }

    /// <summary>By whom.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>How many browsers are logged in.</summary>
    public int Sessions { get; init; }
}
