// Members of .NET that services lack, and what to use instead.

using System;
using System.Collections.Generic;

namespace RustKernel.Build.Analyzers;

/// <summary>The list that <see cref="ServiceMemberAnalyzer"/> searches.</summary>
internal static class AbsentMembers
{
    private const string Own = "write what you need of it as a method of your own; docs/RUNTIME.md says what there is";
    private const string Given = "a program has arguments, and a service its manifest (docs/SERVICES.md)";
    private const string OneForm = "compare texts as they are: write one form of them everywhere";

    private static readonly Dictionary<string, string> s_members = new(StringComparer.Ordinal)
    {
        ["String.Normalize"] = OneForm,
        ["String.IsNormalized"] = OneForm,
        ["Environment.GetEnvironmentVariable"] = Given,
        ["Environment.GetEnvironmentVariables"] = Given,
        ["Environment.SetEnvironmentVariable"] = Given,
        ["Environment.GetFolderPath"] = "name the path: /data, /tmp, /boot",
        ["Delegate.DynamicInvoke"] = "call the delegate by its type",
        ["Delegate.Method"] = "keep a name beside the delegate",
        ["Delegate.CreateDelegate"] = "write a lambda",
        ["Array.Initialize"] = "assign new T() to each element",
        ["Dictionary.GetAlternateLookup"] = "look up a text of the span: span.ToString()",
        ["HashSet.GetAlternateLookup"] = "look up a text of the span: span.ToString()",
        ["Array.CreateInstance"] = "write new T[length]",
        ["Convert.ChangeType"] = "write a switch over the types that you know, and Convert.ToInt32 and its kind",
        ["Console.ReadKey"] = "read lines: Console.ReadLine",
        ["Exception.TargetSite"] = "rk symbolize makes names of the addresses of StackTrace",
    };

    /// <summary>What to do instead of <paramref name="member"/> of <paramref name="type"/>.</summary>
    internal static string Find(string type, string member) =>
        s_members.TryGetValue(type + "." + member, out string? instead) ? instead : Own;
}
