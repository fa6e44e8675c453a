// An attribute that the compilers look for by name.

namespace System.Runtime.CompilerServices;

public sealed class OverloadResolutionPriorityAttribute : Attribute
{
    public OverloadResolutionPriorityAttribute(int priority) => Priority = priority;

    public int Priority { get; }
}
