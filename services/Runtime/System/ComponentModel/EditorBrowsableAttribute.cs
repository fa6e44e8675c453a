namespace System.ComponentModel;

[AttributeUsage(
     AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Constructor | AttributeTargets.Method
        | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Event | AttributeTargets.Delegate | AttributeTargets.Interface)]
public sealed class EditorBrowsableAttribute(EditorBrowsableState state) : Attribute
{
    public EditorBrowsableState State { get; } = state;
}
