// The parameter of an async iterator that gets the token of its consumer.

namespace System.Runtime.CompilerServices;

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EnumeratorCancellationAttribute : Attribute
{
}
