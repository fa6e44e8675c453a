using System.Collections.Generic;
using System.Globalization;

namespace RustKernel.Build.Analyzers.SystemCalls;

/// <summary>An argument or a result of a system call: a line "in" or "out" of the table.</summary>
public sealed class CallParameter
{
    private static readonly string[] s_objects = { "Process", "Thread", "Port", "Memory", "Interrupt", "Timer", "Machine" };

    private const int MessageRegister = 2;
    private const int TokenRegister = 5;

    internal CallParameter(string name, string type, IReadOnlyList<string> rest, int register)
    {
        Name = name;
        Register = type == "message" ? MessageRegister : type == "replyToken" ? TokenRegister : register;
        IsOptional = type.EndsWith("?", System.StringComparison.Ordinal);
        Type = type.TrimEnd('?');
        List<string> kept = new(rest);
        if (IsHandleResult && kept.Count > 0)
        {
            Kind = kept[0];
            kept.RemoveAt(0);
        }

        if (Type.StartsWith("word[", System.StringComparison.Ordinal)
            && int.TryParse(Type.Substring(5).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out int words))
        {
            Words = words;
        }

        IsLookedUpLater = kept.Remove("later");
        Rights = kept;
    }

    /// <summary>Its name, in camel case.</summary>
    public string Name { get; }

    /// <summary>Its first register: x0 to x7.</summary>
    public int Register { get; }

    /// <summary>True for a message: x2 to x4 and x10 to x17.</summary>
    public bool IsMessage => Type == "message";

    /// <summary>The number of words, for word[N]; 0 otherwise.</summary>
    public int Words { get; }

    /// <summary>Registers it takes.</summary>
    public int Registers => Words == 0 ? 1 : Words;

    /// <summary>True when <paramref name="register"/> is one of its own. Does not distinguish a message's registers.</summary>
    public bool IsIn(int register) => !IsMessage && register >= Register && register < Register + Registers;

    /// <summary>Its type: a kind of object, "any" handle, or the meaning of a number.</summary>
    public string Type { get; }

    /// <summary>The kind of object that a "new" or "foreign" handle names.</summary>
    public string Kind { get; } = "";

    /// <summary>True for a handle that may be zero.</summary>
    public bool IsOptional { get; }

    /// <summary>True when the call's body looks the handle up.</summary>
    public bool IsLookedUpLater { get; }

    /// <summary>Rights that the handle must have, in lower case.</summary>
    public IReadOnlyList<string> Rights { get; }

    /// <summary>True when it names an object of one kind.</summary>
    public bool IsObject => System.Array.IndexOf(s_objects, Type) >= 0;

    /// <summary>True when it names an object of any kind.</summary>
    public bool IsAnyObject => Type == "any";

    /// <summary>True when the dispatch looks it up and passes the object's slot to the body.</summary>
    public bool IsLookedUp => IsObject && !IsLookedUpLater;

    /// <summary>True for a handle that the call returns.</summary>
    public bool IsHandleResult => Type is "new" or "foreign";

    /// <summary>The kind of number; null for handles and words.</summary>
    public ParameterType? Number => ParameterType.Find(Type);

    /// <summary>The name in Pascal case.</summary>
    public string PascalName => char.ToUpperInvariant(Name[0]) + Name.Substring(1);

    /// <summary>Its type in a program.</summary>
    public string ProgramType => IsMessage ? "Message"
        : Words != 0 ? "RegisterWords"
        : IsObject ? "Handle<" + Type + ">"
        : Type == "foreign" ? "ForeignHandle"
        : Type == "new" && Kind != "any" ? "Handle<" + Kind + ">"
        : IsAnyObject || Type == "new" ? "AnyHandle"
        : Number!.CSharp;

    /// <summary>Its type in the kernel, where a looked-up handle is a slot.</summary>
    public string KernelType => IsLookedUp ? "Slot<" + KernelObject(Type) + ">"
        : IsObject || Type == "new" ? "AnyHandle"
        : ProgramType;

    /// <summary>The mistake in its type; null for a good one.</summary>
    public string? Mistake => Words is < 0 or > 7 ? "word[1] to word[7], not " + Type
        : IsHandleResult && Kind != "any" && System.Array.IndexOf(s_objects, Kind) < 0
            ? "'" + Type + "' names the kind of the handle: any, " + string.Join(", ", s_objects)
        : IsObject || IsAnyObject || IsHandleResult || IsMessage || Words != 0 || Number is not null ? null
        : "'" + Type + "' is no type: any, " + string.Join(", ", s_objects) + ", new, foreign, message, word[N], " + ParameterType.Names;

    /// <summary>A register's value, in C#, as this parameter's type in a program.</summary>
    internal string FromRegister(string register) =>
        Number is ParameterType number ? string.Format(CultureInfo.InvariantCulture, number.FromRegister, register)
            : "new " + ProgramType + "(" + register + ")";

    /// <summary>This parameter, called <paramref name="name"/>, as a register's value.</summary>
    internal string ToRegister(string name) =>
        Number is ParameterType number ? string.Format(CultureInfo.InvariantCulture, number.ToRegister, name) : name + ".Value";

    private static string KernelObject(string kind) => kind is "Memory" or "Interrupt" or "Timer" ? kind + "Object" : kind;
}
