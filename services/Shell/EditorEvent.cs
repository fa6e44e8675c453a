// What a key did.

namespace RustKernel.Services.Shell;

/// <summary>The outcome of <see cref="LineEditor.Feed"/>.</summary>
public enum EditorEvent
{
    /// <summary>The line goes on.</summary>
    None = 0,

    /// <summary>The line is complete.</summary>
    Line = 1,

    /// <summary>Tab: what could follow?</summary>
    Complete = 2,

    /// <summary>Ctrl-C: the line is given up.</summary>
    Interrupt = 3,

    /// <summary>Ctrl-D on an empty line.</summary>
    End = 4,
}
