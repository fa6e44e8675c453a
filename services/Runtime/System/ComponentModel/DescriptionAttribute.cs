namespace System.ComponentModel;

[AttributeUsage(AttributeTargets.All)]
public class DescriptionAttribute(string description) : Attribute
{
    public virtual string Description { get; } = description;
}
