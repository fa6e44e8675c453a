// The state that descriptors from one open share: the file, and the position.

using RustKernel.Services.FileSystems;

namespace RustKernel.Linux.Files;

/// <summary>What is open.</summary>
internal enum NodeKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A file of a file system.</summary>
    File,

    /// <summary>A directory. Its records are read into the node's area, part by part.</summary>
    Directory,

    /// <summary>Text made when it was opened, in the node's area: a file of /proc, /sys or /etc.</summary>
    Text,
}

/// <summary>An open file. They have a table (<see cref="FileNodes"/>).</summary>
internal unsafe struct FileNode
{
    /// <summary>Descriptors and calls that use it now. Under the lock of the table.</summary>
    internal int Users;

    /// <summary>What it is; does not change while it has users.</summary>
    internal NodeKind Kind;

    /// <summary>The index of its file system; <see cref="Mounts.None"/> for the topmost directory.</summary>
    internal int Mount;

    /// <summary>O_ACCMODE and O_APPEND, O_NONBLOCK.</summary>
    internal uint Flags;

    /// <summary>Protects the position, and everything else that changes.</summary>
    internal SpinLock Lock;

    /// <summary>How to open it again.</summary>
    internal FileOpening Opening;

    /// <summary>The number by which the file system's process knows it; 0: none.</summary>
    internal ulong File;

    /// <summary>The number by which it can be opened again.</summary>
    internal ulong Number;

    /// <summary>Which process of the file system gave <see cref="File"/>.</summary>
    internal uint Attached;

    /// <summary>Bytes in the area.</summary>
    internal uint Length;

    /// <summary>The position of reading and writing; for a directory or text, within the area.</summary>
    internal ulong Position;

    /// <summary>For a directory: where its next part begins.</summary>
    internal ulong Place;

    /// <summary>For a directory: its first part has been read.</summary>
    internal bool HasBegun;

    /// <summary>Bytes of the path.</summary>
    internal int PathBytes;

    /// <summary>The path, beginning at the topmost directory.</summary>
    internal fixed byte Path[PathText.Most];
}
