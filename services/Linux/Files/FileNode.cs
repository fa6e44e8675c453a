// What descriptors share that were made by one open: the file, and where reading and writing go on.

using RustKernel.Services.FileSystems;

namespace RustKernel.Linux.Files;

/// <summary>What is open.</summary>
internal enum NodeKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A file of a file system.</summary>
    File,

    /// <summary>A directory. Its records are read into the node's area, a part at a time.</summary>
    Directory,

    /// <summary>Text that was made when it was opened, in the node's area: a file of /proc, /sys or /etc.</summary>
    Text,
}

/// <summary>An open file. They lie in a table of their own (<see cref="FileNodes"/>).</summary>
internal unsafe struct FileNode
{
    /// <summary>Descriptors, and calls that use it now. Under the lock of the table.</summary>
    internal int Users;

    /// <summary>What it is; does not change while it has users.</summary>
    internal NodeKind Kind;

    /// <summary>The index of its file system; <see cref="Mounts.None"/> for the topmost directory.</summary>
    internal int Mount;

    /// <summary>O_ACCMODE and O_APPEND, O_NONBLOCK.</summary>
    internal uint Flags;

    /// <summary>Position, and what else changes, is under this.</summary>
    internal SpinLock Lock;

    /// <summary>How it is opened again.</summary>
    internal FileOpening Opening;

    /// <summary>The number that the file system's process knows it by; 0: none.</summary>
    internal ulong File;

    /// <summary>The number by which it is opened again.</summary>
    internal ulong Number;

    /// <summary>Which process of the file system gave <see cref="File"/>.</summary>
    internal uint Attached;

    /// <summary>Bytes in the area.</summary>
    internal uint Length;

    /// <summary>Where reading and writing go on; of a directory and a text, in the area.</summary>
    internal ulong Position;

    /// <summary>Of a directory: where its next part begins.</summary>
    internal ulong Place;

    /// <summary>Of a directory: its first part has been read.</summary>
    internal bool HasBegun;

    /// <summary>Bytes of the path.</summary>
    internal int PathBytes;

    /// <summary>The path, from the topmost directory on.</summary>
    internal fixed byte Path[PathText.Most];
}
