// Which roles an endpoint is for.

using System.Collections.Generic;
using Microsoft.AspNetCore.Builder;

namespace RustKernel.Hil.FarmServer;

/// <summary>On an endpoint: the roles that may use it, beside the admin, who may use all.</summary>
/// <param name="Roles">The roles.</param>
internal sealed record Allowed(IReadOnlyList<string> Roles)
{
    /// <summary>An endpoint without this is for admins alone.</summary>
    public static void To(IEndpointConventionBuilder endpoint, params string[] roles) => endpoint.WithMetadata(new Allowed(roles));
}

/// <summary>On an endpoint: it is for anybody, also those who have not logged in.</summary>
internal sealed record Open
{
    /// <summary>Marks an endpoint.</summary>
    public static void To(IEndpointConventionBuilder endpoint) => endpoint.WithMetadata(new Open());
}
