// What a clause points to; the walk looks at nothing in it.

using System.Runtime.InteropServices;

namespace Internal.Runtime;

[StructLayout(LayoutKind.Sequential, Size = 24)]
internal struct MethodTable
{
}
