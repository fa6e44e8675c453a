namespace System.Diagnostics;

[AttributeUsage(
    AttributeTargets.Assembly
        | AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Enum
        | AttributeTargets.Property
        | AttributeTargets.Field
        | AttributeTargets.Delegate, AllowMultiple = true)]
public sealed class DebuggerDisplayAttribute(string? value) : Attribute
{
    public string Value { get; } = value ?? "";

    public string? Name { get; set; }

    public string? Type { get; set; }
}
