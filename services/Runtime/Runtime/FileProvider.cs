// Where System.IO reads and writes files.

using System.Runtime.CompilerServices;
using RustKernel.Services.FileSystems;

namespace RustKernel.Runtime;

/// <summary>
/// What System.IO asks. A program that has no files has none of it: the one reference is <see cref="Current"/>, whose answer is in
/// services/Framework, which this assembly does not know.
/// </summary>
public abstract class FileProvider
{
    private static FileProvider? s_current;

    /// <summary>The process's.</summary>
    public static FileProvider Current => s_current ??= Make(null);

    /// <summary>Opens a file, or says why not. <paramref name="path"/> is whole.</summary>
    public abstract ErrorCode Open(string path, FileOpening request, out ProvidedFile? file);

    /// <summary>What is at a path.</summary>
    public abstract ErrorCode Describe(string path, out FileStatus status);

    /// <summary>The names in a directory from <paramref name="place"/> on (0: from the first); none: there are no more.</summary>
    public abstract ErrorCode List(string path, ref ulong place, out DirectoryEntry[] entries);

    /// <summary>
    /// The same with names and kinds only: <paramref name="length"/> bytes (<see cref="NameFormat"/>) in <paramref name="names"/>, which is
    /// used again if it is long enough. 0: there are no more. NotSupported: use <see cref="List"/>.
    /// </summary>
    public abstract ErrorCode ListNames(string path, ref ulong place, ref byte[] names, out int length);

    /// <summary>Makes a directory.</summary>
    public abstract ErrorCode CreateDirectory(string path);

    /// <summary>Removes a file or an empty directory.</summary>
    public abstract ErrorCode Remove(string path, bool isDirectory);

    /// <summary>Gives a file or directory another name. NotSupported: the two are not of one file system.</summary>
    public abstract ErrorCode Rename(string path, string newPath, bool replaces);

    /// <summary>Sets times (0: stay) and attributes (null: stay).</summary>
    public abstract ErrorCode SetStatus(string path, long created, long accessed, long modified, FileFlags? flags);

    /// <summary>What is missing, for the text of an exception: the mount point of a path that no service has. Null: it has one.</summary>
    public abstract string? Missing(string path);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Make")]
    private static extern FileProvider Make(
        [UnsafeAccessorType("RustKernel.Services.Files.Mounts, RustKernel.Services.Framework")] object? mounts);
}
