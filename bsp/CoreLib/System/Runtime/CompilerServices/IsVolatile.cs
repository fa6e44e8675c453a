// The modifier of volatile fields.

namespace System.Runtime.CompilerServices;

public static class IsVolatile
{
}
