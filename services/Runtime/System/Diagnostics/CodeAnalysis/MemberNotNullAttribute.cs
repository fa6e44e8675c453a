namespace System.Diagnostics.CodeAnalysis;

[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class MemberNotNullAttribute(params string[] members) : Attribute
{
    public MemberNotNullAttribute(string member)
        : this([member])
    {
    }

    public string[] Members { get; } = members;
}
