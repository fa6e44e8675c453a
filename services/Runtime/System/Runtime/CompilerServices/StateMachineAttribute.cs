// Marks methods that the compiler turns into state machines.

namespace System.Runtime.CompilerServices;

[AttributeUsage(AttributeTargets.Method)]
public class StateMachineAttribute(Type stateMachineType) : Attribute
{
    public Type StateMachineType { get; } = stateMachineType;
}
