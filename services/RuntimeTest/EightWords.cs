// A message's worth of words on the wire.

namespace RustKernel.RuntimeTest;

internal struct EightWords
{
    public ulong First;
    public ulong Second;
    public ulong Third;
    public ulong Fourth;
    public ulong Fifth;
    public ulong Sixth;
    public ulong Seventh;
    public ulong Eighth;
}
