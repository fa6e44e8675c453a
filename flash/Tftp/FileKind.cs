// Kinds of directory entries.

namespace RustKernel.Flash.Tftp;

/// <summary>What a name in a folder refers to.</summary>
internal enum FileKind
{
    Regular,
    Folder,
    Link,
    Other,
}
