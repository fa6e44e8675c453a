// Marks async methods.

namespace System.Runtime.CompilerServices;

[AttributeUsage(AttributeTargets.Method)]
public sealed class AsyncStateMachineAttribute(Type stateMachineType) : StateMachineAttribute(stateMachineType)
{
}
