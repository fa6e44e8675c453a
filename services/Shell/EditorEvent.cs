namespace RustKernel.Services.Shell;

/// <summary>What a key did: the outcome of <see cref="LineEditor.Feed"/>.</summary>
public enum EditorEvent
{
    /// <summary>The line is not complete.</summary>
    None = 0,

    /// <summary>The line is complete.</summary>
    Line = 1,

    /// <summary>Tab: asks for completion.</summary>
    Complete = 2,

    /// <summary>Ctrl-C: the line is abandoned.</summary>
    Interrupt = 3,

    /// <summary>Ctrl-D on an empty line.</summary>
    End = 4,
}
