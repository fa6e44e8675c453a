// The compiler emits it for constants of type decimal, and therefore requires it here.

namespace System.Runtime.CompilerServices;

[AttributeUsage(AttributeTargets.All)]
public sealed class DecimalConstantAttribute : Attribute
{
    public DecimalConstantAttribute(byte scale, byte sign, uint hi, uint mid, uint low)
    {
    }

    public DecimalConstantAttribute(byte scale, byte sign, int hi, int mid, int low)
    {
    }
}
