// The modifier of init accessors.

namespace System.Runtime.CompilerServices;

public static class IsExternalInit
{
}
