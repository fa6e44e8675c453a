// A struct on the wire.

namespace RustKernel.RuntimeTest;

internal struct Place
{
    public int Row;
    public short Column;
    public Shade Shade;
    public string? Name;
}
