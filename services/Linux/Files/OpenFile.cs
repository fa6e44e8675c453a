// One open file of the program.

namespace RustKernel.Linux.Files;

/// <summary>What it is.</summary>
internal enum FileKind
{
    /// <summary>The descriptor is free.</summary>
    None,

    /// <summary>Standard output or error.</summary>
    Output,

    /// <summary>Text that was made when it was opened: a file of /proc or /sys.</summary>
    Text,

    /// <summary>/dev/null.</summary>
    Null,

    /// <summary>/dev/urandom.</summary>
    Random,

    /// <summary>The end of a pipe that is read; standard input is one.</summary>
    PipeOut,

    /// <summary>The end of a pipe that is written.</summary>
    PipeIn,
}

/// <summary>A descriptor's state.</summary>
internal struct OpenFile
{
    internal FileKind Kind;

    /// <summary>Bytes of a text.</summary>
    internal uint Length;

    /// <summary>Where reading goes on.</summary>
    internal uint Position;

    /// <summary>Which area of texts it has, or which pipe it is an end of.</summary>
    internal uint Area;

    /// <summary>O_NONBLOCK.</summary>
    internal uint Flags;

    internal readonly bool IsPipe => Kind is FileKind.PipeIn or FileKind.PipeOut;
}
