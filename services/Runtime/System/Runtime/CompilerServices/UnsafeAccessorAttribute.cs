// A method whose body ilc makes: a call of a method that C# cannot name.

namespace System.Runtime.CompilerServices;

public enum UnsafeAccessorKind
{
    Constructor,
    Method,
    StaticMethod,
    Field,
    StaticField,
}

[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public sealed class UnsafeAccessorAttribute : Attribute
{
    public UnsafeAccessorAttribute(UnsafeAccessorKind kind) => Kind = kind;

    public UnsafeAccessorKind Kind { get; }

    public string? Name { get; set; }
}
