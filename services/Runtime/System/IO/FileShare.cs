// What others may do with a file. As in .NET on Unix, only None excludes them.

namespace System.IO;

[Flags]
public enum FileShare
{
    None = 0,
    Read = 1,
    Write = 2,
    ReadWrite = 3,
    Delete = 4,
    Inheritable = 16,
}
