// Who is logged in.

using System.Collections.Generic;

namespace RustKernel.Hil.FarmStore;

/// <summary>An authenticated person.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="Groups">Groups whose boards the person may use, besides the boards without groups.</param>
/// <param name="IsAccount">True for an account of the farm's own; false when another server vouches for him.</param>
public sealed record Person(string Name, string Role, IReadOnlyList<string> Groups, bool IsAccount);
