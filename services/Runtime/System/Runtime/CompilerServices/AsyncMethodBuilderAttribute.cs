// Which builder the compiler takes for an async method of a type.

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
