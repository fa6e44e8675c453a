namespace System.Diagnostics.CodeAnalysis;

[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class MemberNotNullWhenAttribute(bool returnValue, params string[] members) : Attribute
{
    public MemberNotNullWhenAttribute(bool returnValue, string member)
        : this(returnValue, [member])
    {
    }

    public bool ReturnValue { get; } = returnValue;

    public string[] Members { get; } = members;
}
