// How much the indexes of directories hold.

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>Names in all indexes, for a bound of their memory.</summary>
internal sealed class IndexedNames
{
    public int Count { get; set; }
}
