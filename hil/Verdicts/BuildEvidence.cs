// Whether the kernel that ran is the image.

namespace RustKernel.Hil.Verdicts;

/// <summary>What the kernel's Build lines and the image's commit say together.</summary>
public enum BuildEvidence
{
    /// <summary>No Build line could be read.</summary>
    NotNamed,

    /// <summary>The kernel names a commit; the image's is not known.</summary>
    NotCompared,

    /// <summary>The kernel names the image's commit.</summary>
    Same,

    /// <summary>It names one that differs in a few letters: another tree state, or a damaged line.</summary>
    Doubtful,

    /// <summary>One boot names the image's commit, and another boot names a different one.</summary>
    Mixed,

    /// <summary>It names another commit.</summary>
    Other,
}
