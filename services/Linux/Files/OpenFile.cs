// One descriptor of the program.

namespace RustKernel.Linux.Files;

/// <summary>What it is.</summary>
internal enum FileKind
{
    /// <summary>The descriptor is free.</summary>
    None,

    /// <summary>Standard output or error.</summary>
    Output,

    /// <summary>A file, a directory or a text, which other descriptors may share (<see cref="FileNode"/>).</summary>
    Node,

    /// <summary>/dev/null.</summary>
    Null,

    /// <summary>/dev/urandom.</summary>
    Random,

    /// <summary>The end of a pipe that is read; standard input is one.</summary>
    PipeOut,

    /// <summary>The end of a pipe that is written.</summary>
    PipeIn,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A counter (eventfd).</summary>
    Counter,

    /// <summary>A list of descriptors (epoll).</summary>
    Set,
}

/// <summary>A descriptor's state.</summary>
internal struct OpenFile
{
    internal FileKind Kind;

    /// <summary>Which node, socket, counter or list it has, or which pipe it is an end of.</summary>
    internal uint Index;

    /// <summary>O_NONBLOCK.</summary>
    internal uint Flags;

    internal readonly bool IsPipe => Kind is FileKind.PipeIn or FileKind.PipeOut;
}
