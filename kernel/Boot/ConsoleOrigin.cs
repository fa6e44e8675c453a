// How the console was chosen, for the boot log.

namespace RustKernel.Boot;

/// <summary>Whose word the console is.</summary>
internal enum ConsoleOrigin
{
    /// <summary>There is none; nobody will read this.</summary>
    None,

    /// <summary>stdout-path names it.</summary>
    Chosen,

    /// <summary>stdout-path names nothing that can be used: the first usable UART of the tree.</summary>
    FirstUsable,

    /// <summary>The tree has no usable UART, or there is no tree: a guess from the load address.</summary>
    Guess,
}
