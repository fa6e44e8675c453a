using System.Collections.Generic;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>
/// A mounted file system, as the harness uses it. Paths are like "A/x"; the model allows every operation, so none may fail.
/// </summary>
internal interface IVolume
{
    void Create(string path);

    void MakeDirectory(string path);

    void Write(string path, int offset, byte[] bytes);

    void Append(string path, byte[] bytes);

    /// <summary>Makes it shorter or longer; the new part is 0.</summary>
    void Truncate(string path, int size);

    /// <summary>Renames a file, also over another file, or a directory to an unused name.</summary>
    void Rename(string path, string target);

    void Unlink(string path);

    void RemoveDirectory(string path);

    void SyncFile(string path);

    void Sync();

    /// <summary>Everything: contents of files, null for directories. Throws when anything cannot be read.</summary>
    Dictionary<string, byte[]?> ReadTree();
}
