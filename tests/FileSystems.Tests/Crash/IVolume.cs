// The little that the harness asks of a file system.

using System.Collections.Generic;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>A mounted file system. Paths are like "A/x"; every operation is one that the model allows, so none may fail.</summary>
internal interface IVolume
{
    void Create(string path);

    void MakeDirectory(string path);

    void Write(string path, int offset, byte[] bytes);

    void Append(string path, byte[] bytes);

    /// <summary>Shorter or longer; what is new is 0.</summary>
    void Truncate(string path, int size);

    /// <summary>A file, also over another file; or a directory to a name that is not there.</summary>
    void Rename(string path, string target);

    void Unlink(string path);

    void RemoveDirectory(string path);

    void SyncFile(string path);

    void Sync();

    /// <summary>Everything: contents of files, null for directories. Throws when anything cannot be read.</summary>
    Dictionary<string, byte[]?> ReadTree();
}
