namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>Names in the indexes of all directories, to bound their memory.</summary>
internal sealed class IndexedNames
{
    public int Count { get; set; }
}
