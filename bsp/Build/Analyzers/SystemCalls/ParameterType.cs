// The meaning of numbers in registers. Add a new kind of number as a line here; the kernel, programs and the documents then know it.

using System.Linq;

namespace RustKernel.Build.Analyzers.SystemCalls;

/// <summary>The form of a number in C#, in a register and in the documents.</summary>
public sealed class ParameterType
{
    private static readonly ParameterType[] s_all =
    {
        new("word", "ulong", ""),
        new("address", "ulong", "virtual address"),
        new("entry", "ulong", "virtual address of the first instruction"),
        new("code", "ulong", "virtual address of an instruction"),
        new("codeSize", "ulong", "bytes"),
        new("block", "ulong", "any number; 0: none"),
        new("barrier", "ulong", "0; what the kernel waits for while it makes the call again"),
        new("physical", "ulong", "physical address"),
        new("offset", "ulong", "bytes from the object's start"),
        new("size", "ulong", "bytes"),
        new("period", "ulong", "counter ticks"),
        new("frameQuota", "ulong", "frames of 4 KiB"),
        new("registerValue", "ulong", "its value"),
        new("byteCount", "uint", "bytes") { Limit = "uint.MaxValue" },
        new("count", "uint", "how many") { Limit = "uint.MaxValue" },
        new("register", "uint", "register number") { Limit = "uint.MaxValue" },
        new("priority", "uint", "0 (idle) to 31") { Limit = "uint.MaxValue" },
        new("cpus", "uint", "a bit for each CPU") { Limit = "uint.MaxValue" },
        new("item", "SystemItem", "a member of `SystemItem`") { Limit = "uint.MaxValue" },
        new("powerAction", "PowerAction", "a member of `PowerAction`") { Limit = "uint.MaxValue" },
        new("kind", "ObjectKind", "a member of `ObjectKind`"),
        new("cause", "ExitCause", "a member of `ExitCause`"),
        new("faultClass", "FaultClass", "a member of `FaultClass`"),
        new("rights", "Rights", "bits of `Rights`") { FromRegister = "(Rights)(byte)({0})" },
        new("access", "Rights", "bits of `Rights`: none, read, read and write, or read and execute") { Limit = "byte.MaxValue" },
        new("flag", "bool", "0 or 1") { FromRegister = "({0}) == 1", ToRegister = "({0} ? 1ul : 0)" },
        new("deadline", "Deadline", "counter value") { FromRegister = "new Deadline({0})", ToRegister = "{0}.Ticks" },
        new("badge", "Badge", "") { FromRegister = "new Badge({0})", ToRegister = "{0}.Value" },
        Packed("replyToken", "ReplyToken", "names the call"),
        Packed("interruptLine", "InterruptLine", "INTID, and bit 31 for edge-triggered"),
        Packed("objectQuotas", "ObjectQuotas", "objects (low half) and handles (high half)"),
        Packed("threadCounts", "ThreadCounts", "all (low half) and those that wait for a CPU (high half)"),
    };

    private ParameterType(string name, string cSharp, string meaning)
    {
        Name = name;
        CSharp = cSharp;
        Meaning = meaning;
        FromRegister = cSharp == "ulong" ? "{0}" : "(" + cSharp + ")({0})";
        ToRegister = cSharp is "ulong" or "uint" ? "{0}" : "(ulong){0}";
    }

    /// <summary>Its name in the table.</summary>
    public string Name { get; }

    /// <summary>Its type, in the kernel and in programs.</summary>
    public string CSharp { get; }

    /// <summary>Its description in the documents; empty when the argument's name is enough.</summary>
    public string Meaning { get; }

    /// <summary>From a register's value, {0}, to the type.</summary>
    public string FromRegister { get; private set; }

    /// <summary>From the type, {0}, to a register's value.</summary>
    public string ToRegister { get; private set; }

    /// <summary>
    /// The largest value; above it the kernel returns InvalidArgument before the body runs. Null: the body takes all 64 bits.
    /// </summary>
    public string? Limit { get; private set; }

    /// <summary>The names of all types, for the message about an unknown one.</summary>
    public static string Names => string.Join(", ", s_all.Select(type => type.Name));

    /// <summary>The type with that name.</summary>
    public static ParameterType? Find(string name) => s_all.FirstOrDefault(type => type.Name == name);

    // Several numbers in one register: a struct over the register's bits.
    private static ParameterType Packed(string name, string cSharp, string meaning) =>
        new(name, cSharp, meaning) { FromRegister = "new " + cSharp + "({0})", ToRegister = "{0}.Bits" };
}
