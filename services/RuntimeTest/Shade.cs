// An enum on the wire.

namespace RustKernel.RuntimeTest;

internal enum Shade : ushort
{
    Light = 1,
    Dark = 1000,
}
