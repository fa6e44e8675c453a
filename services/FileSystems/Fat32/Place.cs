namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// A name in a directory: the cluster where the directory begins, its path for messages, and the name; no name: the root itself.
/// </summary>
internal readonly record struct Place(uint Start, string DirectoryPath, string Name)
{
    public bool IsRoot => Name.Length == 0;

    public string Path => DirectoryPath.Length == 0 ? Name : $"{DirectoryPath}/{Name}";

    public static Place Root(uint start) => new(start, "", "");
}
