// Who asks.

using System.Collections.Generic;
using Microsoft.AspNetCore.Http;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmServer;

/// <summary>The sender of a request.</summary>
/// <param name="Name">
/// A token's or an account's name; empty for a person on this machine or with the farm's shared token, whose request gives the name.
/// </param>
/// <param name="Role">One of <see cref="FarmRole"/>; empty without an account: such a caller may only log in.</param>
/// <param name="Said">The groups of the token or account.</param>
/// <param name="IsLoggedIn">True for a browser that has logged in.</param>
internal sealed record Caller(string Name, string Role, IReadOnlyList<string> Said, bool IsLoggedIn = false)
{
    /// <summary>A caller who may do everything and has no name.</summary>
    public static Caller Unnamed { get; } = new("", FarmRole.Admin, []);

    /// <summary>A caller without any credentials.</summary>
    public static Caller Nobody { get; } = new("", "", []);

    /// <summary>The caller's groups; null if all boards are open.</summary>
    public IReadOnlyList<string>? Groups => Role == FarmRole.Admin ? null : Said;

    /// <summary>Who sent <paramref name="context"/>'s request, as <see cref="AccessGate"/> determined.</summary>
    public static Caller Of(HttpContext context) => (Caller)context.Items[typeof(Caller)]!;

    /// <summary>The name to remember: the token's, else the one that the caller gives.</summary>
    public string Or(string said) => Name.Length > 0 ? Name : said;

    /// <summary>Refuses the agent of one host that acts for another.</summary>
    /// <exception cref="FarmForbiddenException">It is such an agent.</exception>
    public void RequireHost(string host)
    {
        if (Role == FarmRole.Agent && Name != host)
        {
            throw new FarmForbiddenException($"this token is of host {Name}, not of host {host}");
        }
    }
}
