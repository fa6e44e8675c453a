// Alternatives to a namespace's types, for namespaces of .NET that services have in part or not at all.

using System;
using Microsoft.CodeAnalysis;

namespace RustKernel.Build.Analyzers;

/// <summary>The rule and the alternative for a type that <see cref="AbsentNames"/> does not name itself.</summary>
internal static class AbsentSpaces
{
    private const string Own = "write what you need of it as a type of your own; docs/RUNTIME.md says what there is";

    // The first entry that the namespace starts with applies.
    private static readonly (string Space, string Instead)[] s_spaces =
    [
        ("System.Linq.Expressions", "use a delegate"),
        ("System.Linq", "use the methods of Enumerable over a list"),
        ("System.Collections.Frozen", "use a Dictionary or a HashSet that nothing changes"),
        ("System.Collections.Generic", "use List, Dictionary, HashSet, SortedDictionary or PriorityQueue"),
        ("System.Collections.Immutable", "use ImmutableArray, ImmutableList, ImmutableDictionary or ImmutableHashSet"),
        ("System.Collections.Concurrent", "use ConcurrentDictionary, ConcurrentQueue or a Channel"),
        ("System.Collections", "use List, Dictionary, HashSet, Queue or Stack of System.Collections.Generic"),
        ("System.ComponentModel", Own),
        ("System.Data", "keep the rows in a Dictionary, and in files (System.IO.File)"),
        ("System.Diagnostics", "write to Console or Debug, measure with Stopwatch"),
        ("System.Globalization", "the one culture is the invariant: use CultureInfo.InvariantCulture"),
        ("System.IO.Compression", "send and keep the bytes as they are"),
        ("System.IO", "use File, FileStream, MemoryStream, StreamReader, StreamWriter or Path"),
        ("System.Net", "docs/NETWORK.md says what services have of networks"),
        ("System.Numerics", "use BigInteger, BitOperations or a struct of your own"),
        ("System.Resources", "write the texts as constants"),
        ("System.Runtime.InteropServices", "there is no native code to call: use spans, BitConverter and BinaryPrimitives"),
        ("System.Runtime.Intrinsics", "write a loop over spans"),
        ("System.Security.Cryptography", "use SHA256, SHA512 or HMACSHA256"),
        ("System.Text.Json", "read the text with spans or Regex, and write it with StringBuilder"),
        ("System.Text", "use StringBuilder and Encoding.UTF8"),
        ("System.Threading", "use Thread, lock, SemaphoreSlim, Channel, or await on the event loop"),
        ("System.Timers", "use System.Threading.Timer or PeriodicTimer"),
        ("System.Xml", "read the text with spans or Regex, and write it with StringBuilder"),
        ("System", Own),
    ];

    /// <summary>The rule that a type of <paramref name="space"/> breaks, and what to do instead.</summary>
    internal static (DiagnosticDescriptor Rule, string Instead) Of(string space)
    {
        if (Begins(space, "System.Reflection"))
        {
            return (Rules.Reflection, "write a switch over what you know, or a virtual method");
        }

        foreach ((string known, string instead) in s_spaces)
        {
            if (Begins(space, known))
            {
                return (known == "System.Linq.Expressions" ? Rules.RuntimeCode : Rules.Absent, instead);
            }
        }

        return (Rules.Absent, Own);
    }

    private static bool Begins(string space, string known) =>
        space.StartsWith(known, StringComparison.Ordinal) && (space.Length == known.Length || space[known.Length] == '.');
}
