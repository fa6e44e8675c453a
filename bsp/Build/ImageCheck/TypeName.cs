// A type's name, for the compiler and for people.

using System.Collections.Generic;

namespace RustKernel.Build.ImageCheck;

/// <summary>
/// A type: the name in the compiler's symbols, the full name with its namespace and the classes around it, and of an enum the members in
/// order of their values.
/// </summary>
public sealed record TypeName(string Symbol, string Name, bool IsFlags, IReadOnlyList<(string Name, ulong Value)>? Members);
