// The type of a parameter that C# cannot name.

namespace System.Runtime.CompilerServices;

[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue, AllowMultiple = false, Inherited = false)]
public sealed class UnsafeAccessorTypeAttribute : Attribute
{
    public UnsafeAccessorTypeAttribute(string typeName) => TypeName = typeName;

    public string TypeName { get; }
}
