using System.Collections.Generic;

namespace RustKernel.Build.ImageCheck;

/// <summary>
/// The name of a type for the compiler and for people: the name in the compiler's symbols, the full name with its namespace and outer
/// classes, and for an enum the members in order of their values.
/// </summary>
public sealed record TypeName(string Symbol, string Name, bool IsFlags, IReadOnlyList<(string Name, ulong Value)>? Members);
