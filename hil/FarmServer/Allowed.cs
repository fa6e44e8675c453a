// Which roles an endpoint is for.

using System.Collections.Generic;
using Microsoft.AspNetCore.Builder;

namespace RustKernel.Hil.FarmServer;

/// <summary>On an endpoint: the roles that may use it, besides the admin, who may use all.</summary>
/// <param name="Roles">The roles.</param>
internal sealed record Allowed(IReadOnlyList<string> Roles)
{
    /// <summary>An endpoint without this is for admins alone.</summary>
    public static void To(IEndpointConventionBuilder endpoint, params string[] roles) => endpoint.WithMetadata(new Allowed(roles));
}

/// <summary>On an endpoint: anybody may use it, without logging in.</summary>
internal sealed record Open
{
    /// <summary>Marks an endpoint.</summary>
    public static void To(IEndpointConventionBuilder endpoint) => endpoint.WithMetadata(new Open());
}
