// The files of System.IO.

using System.Runtime.CompilerServices;
using RustKernel.Services.FileSystems;

namespace RustKernel.Runtime;

/// <summary>
/// The operations that System.IO calls. A program without files contains none of it: the only reference is <see cref="Current"/>, whose
/// implementation is in services/Framework, which this assembly does not reference.
/// </summary>
public abstract class FileProvider
{
    private static FileProvider? s_current;

    /// <summary>The process's provider.</summary>
    public static FileProvider Current => s_current ??= Make(null);

    /// <summary>Opens a file, or returns why not. <paramref name="path"/> is absolute.</summary>
    public abstract ErrorCode Open(string path, FileOpening request, out ProvidedFile? file);

    /// <summary>Describes what is at a path.</summary>
    public abstract ErrorCode Describe(string path, out FileStatus status);

    /// <summary>The names in a directory, beginning at <paramref name="place"/> (0: the first); none: there are no more.</summary>
    public abstract ErrorCode List(string path, ref ulong place, out DirectoryEntry[] entries);

    /// <summary>
    /// The same with names and kinds only: <paramref name="length"/> bytes (<see cref="NameFormat"/>) in <paramref name="names"/>, which is
    /// reused if it is long enough. 0: there are no more. NotSupported: use <see cref="List"/>.
    /// </summary>
    public abstract ErrorCode ListNames(string path, ref ulong place, ref byte[] names, out int length);

    /// <summary>Makes a directory.</summary>
    public abstract ErrorCode CreateDirectory(string path);

    /// <summary>Removes a file or an empty directory.</summary>
    public abstract ErrorCode Remove(string path, bool isDirectory);

    /// <summary>Renames a file or directory. NotSupported: the two paths are in different file systems.</summary>
    public abstract ErrorCode Rename(string path, string newPath, bool replaces);

    /// <summary>Sets times (0: unchanged) and attributes (null: unchanged).</summary>
    public abstract ErrorCode SetStatus(string path, long created, long accessed, long modified, FileFlags? flags);

    /// <summary>For an exception's text: the mount point of the path, if no service has it. Null: it exists.</summary>
    public abstract string? Missing(string path);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Make")]
    private static extern FileProvider Make(
        [UnsafeAccessorType("RustKernel.Services.Files.Mounts, RustKernel.Services.Framework")] object? mounts);
}
