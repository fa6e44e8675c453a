// Who is logged in.

using System.Collections.Generic;

namespace RustKernel.Hil.FarmStore;

/// <summary>Somebody who has shown who he is.</summary>
/// <param name="Name">His name.</param>
/// <param name="Role">What he may do.</param>
/// <param name="Groups">Which boards are open to him beside those of everybody.</param>
/// <param name="IsAccount">True for an account of the farm's own; false when another server vouches for him.</param>
public sealed record Person(string Name, string Role, IReadOnlyList<string> Groups, bool IsAccount);
