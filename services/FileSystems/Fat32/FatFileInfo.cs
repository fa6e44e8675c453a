using System;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>A file or directory as its entry describes it; times are local.</summary>
/// <param name="Name">The name in its directory.</param>
/// <param name="Attributes">The attribute bits.</param>
/// <param name="Size">Bytes; 0 for a directory.</param>
/// <param name="Created">When it was made, to 10 ms.</param>
/// <param name="Written">When it was last written, to 2 s.</param>
/// <param name="Accessed">The day it was last used.</param>
/// <param name="Identity">The place of its entry on the disk. 0: the root.</param>
/// <param name="ShortName">Its 8.3 name.</param>
public sealed record FatFileInfo(
    string Name, FatAttributes Attributes, uint Size, DateTime Created, DateTime Written, DateTime Accessed, ulong Identity,
    string ShortName)
{
    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => (Attributes & FatAttributes.Directory) != 0;
}
