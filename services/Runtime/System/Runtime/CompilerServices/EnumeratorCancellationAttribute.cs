// The parameter of an async iterator that gets the token of who goes through it.

namespace System.Runtime.CompilerServices;

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EnumeratorCancellationAttribute : Attribute
{
}
