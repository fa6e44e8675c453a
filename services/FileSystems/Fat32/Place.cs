// A name in a directory.

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>The directory that begins at a cluster, its path for messages, and a name there; no name: the root itself.</summary>
internal readonly record struct Place(uint Start, string DirectoryPath, string Name)
{
    public bool IsRoot => Name.Length == 0;

    public string Path => DirectoryPath.Length == 0 ? Name : $"{DirectoryPath}/{Name}";

    public static Place Root(uint start) => new(start, "", "");
}
