namespace System.Diagnostics;

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class DebuggerBrowsableAttribute(DebuggerBrowsableState state) : Attribute
{
    public DebuggerBrowsableState State { get; } = state;
}
