// Names the builder for async methods that return a type.

namespace System.Runtime.CompilerServices;

[AttributeUsage(AttributeTargets.Class
    | AttributeTargets.Struct
    | AttributeTargets.Interface
    | AttributeTargets.Delegate
    | AttributeTargets.Enum
    | AttributeTargets.Method)]
public sealed class AsyncMethodBuilderAttribute(Type builderType) : Attribute
{
    public Type BuilderType { get; } = builderType;
}
