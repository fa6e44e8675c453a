// How a line of progress is meant.

namespace RustKernel.Hil.Cli;

/// <summary>The kinds of progress lines; a terminal colours them.</summary>
internal enum ProgressTone
{
    /// <summary>A heading.</summary>
    Title,

    /// <summary>Something went well.</summary>
    Good,

    /// <summary>Something went wrong.</summary>
    Bad,

    /// <summary>Something of little weight.</summary>
    Quiet,
}
