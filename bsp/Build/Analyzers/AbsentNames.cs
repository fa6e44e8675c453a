// Types of .NET that services do not have, by name, each with its rule and what to do instead.

using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace RustKernel.Build.Analyzers;

/// <summary>The list that <see cref="ServiceNameAnalyzer"/> searches.</summary>
internal static class AbsentNames
{
    private const string WriteSwitch = "write a switch over what you know, or a virtual method";
    private const string OwnThread = "use a System.Threading.Thread with a TaskCompletionSource, or await on the event loop";
    private const string OwnNumber = "use System.Numerics.BigInteger, or two ulong";
    private const string OwnVector = "write a struct of floats";

    private static readonly Dictionary<string, (DiagnosticDescriptor Rule, string Instead)> s_names = new(StringComparer.Ordinal)
    {
        ["Assembly"] = (Rules.Reflection, WriteSwitch),
        ["BindingFlags"] = (Rules.Reflection, WriteSwitch),
        ["FieldInfo"] = (Rules.Reflection, WriteSwitch),
        ["MemberInfo"] = (Rules.Reflection, WriteSwitch),
        ["MethodInfo"] = (Rules.Reflection, "use a delegate"),
        ["PropertyInfo"] = (Rules.Reflection, WriteSwitch),
        ["TypeInfo"] = (Rules.Reflection, WriteSwitch),
        ["ConditionalWeakTable"] = (Rules.Absent, "keep a Dictionary and remove what is over"),
        ["ExpandoObject"] = (Rules.RuntimeCode, "use a Dictionary<string, object>"),
        ["Expression"] = (Rules.RuntimeCode, "use a delegate: Func<> instead of Expression<Func<>>"),
        ["ThreadPool"] = (Rules.Absent, OwnThread),
        ["Parallel"] = (Rules.Absent, OwnThread),
        ["GeneratedRegexAttribute"] = (Rules.Absent, "write new Regex(pattern) once, in a static field"),
        ["GeneratedRegex"] = (Rules.Absent, "write new Regex(pattern) once, in a static field"),
        ["ArrayList"] = (Rules.Absent, "use List<object?>"),
        ["Hashtable"] = (Rules.Absent, "use Dictionary<object, object?>"),
        ["Int128"] = (Rules.Absent, OwnNumber),
        ["UInt128"] = (Rules.Absent, OwnNumber),
        ["Half"] = (Rules.Absent, "use float"),
        ["Complex"] = (Rules.Absent, "write a struct of two doubles"),
        ["Vector"] = (Rules.Absent, "write a loop over spans"),
        ["Vector2"] = (Rules.Absent, OwnVector),
        ["Vector3"] = (Rules.Absent, OwnVector),
        ["Vector4"] = (Rules.Absent, OwnVector),
        ["Matrix4x4"] = (Rules.Absent, OwnVector),
        ["NormalizationForm"] = (Rules.Absent, "compare texts as they are: write one form of them everywhere"),
        ["Process"] = (Rules.Absent, "ask Init to start a service"),
    };

    /// <summary>True when <paramref name="name"/> is a type that services do not have.</summary>
    internal static bool Find(string name, out DiagnosticDescriptor rule, out string instead)
    {
        bool isFound = s_names.TryGetValue(name, out (DiagnosticDescriptor Rule, string Instead) entry);
        (rule, instead) = entry;
        return isFound;
    }
}
