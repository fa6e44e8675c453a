namespace RustKernel.Linux.Files;

/// <summary>What a descriptor refers to.</summary>
internal enum FileKind
{
    /// <summary>The descriptor is free.</summary>
    None,

    /// <summary>Standard output or error.</summary>
    Output,

    /// <summary>A file, a directory or a text, which descriptors may share (<see cref="FileNode"/>).</summary>
    Node,

    /// <summary>/dev/null.</summary>
    Null,

    /// <summary>/dev/urandom.</summary>
    Random,

    /// <summary>The reading end of a pipe, such as standard input.</summary>
    PipeOut,

    /// <summary>The writing end of a pipe.</summary>
    PipeIn,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A counter (eventfd).</summary>
    Counter,

    /// <summary>A list of descriptors (epoll).</summary>
    Set,
}

/// <summary>The state of one descriptor of the program.</summary>
internal struct OpenFile
{
    internal FileKind Kind;

    /// <summary>The index of its node, socket, counter, list or pipe.</summary>
    internal uint Index;

    /// <summary>O_NONBLOCK.</summary>
    internal uint Flags;

    internal readonly bool IsPipe => Kind is FileKind.PipeIn or FileKind.PipeOut;
}
