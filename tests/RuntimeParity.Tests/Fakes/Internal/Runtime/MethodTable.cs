// The type that a clause points to; the walk reads nothing in it.

using System.Runtime.InteropServices;

namespace Internal.Runtime;

[StructLayout(LayoutKind.Sequential, Size = 24)]
internal struct MethodTable
{
}
