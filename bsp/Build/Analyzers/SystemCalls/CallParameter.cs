// An argument or a result of a system call.

using System.Collections.Generic;

namespace RustKernel.Build.Analyzers.SystemCalls;

/// <summary>A line "in" or "out" of the table.</summary>
public sealed class CallParameter
{
    private static readonly string[] s_objects = { "Process", "Thread", "Port", "Memory", "Interrupt", "Timer", "Machine" };

    internal CallParameter(string name, string type, IReadOnlyList<string> rights)
    {
        Name = name;
        IsOptional = type.EndsWith("?", System.StringComparison.Ordinal);
        Type = type.TrimEnd('?');
        List<string> kept = new(rights);
        IsLookedUpLater = kept.Remove("later");
        Rights = kept;
    }

    /// <summary>Its name, in camel case.</summary>
    public string Name { get; }

    /// <summary>What it is: a kind of object, "any" handle, or the meaning of a number.</summary>
    public string Type { get; }

    /// <summary>A handle that may be zero.</summary>
    public bool IsOptional { get; }

    /// <summary>The call's body looks the handle up.</summary>
    public bool IsLookedUpLater { get; }

    /// <summary>Rights the handle has to have, in lower case.</summary>
    public IReadOnlyList<string> Rights { get; }

    /// <summary>Names an object of one kind.</summary>
    public bool IsObject => System.Array.IndexOf(s_objects, Type) >= 0;

    /// <summary>Names an object of any kind.</summary>
    public bool IsAnyObject => Type == "any";

    /// <summary>The name in Pascal case.</summary>
    public string PascalName => char.ToUpperInvariant(Name[0]) + Name.Substring(1);
}
