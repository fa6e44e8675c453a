// Marks methods that the compiler makes state machines of.

namespace System.Runtime.CompilerServices;

[AttributeUsage(AttributeTargets.Method)]
public class StateMachineAttribute(Type stateMachineType) : Attribute
{
    public Type StateMachineType { get; } = stateMachineType;
}
