// Phases of writing.

namespace RustKernel.Flash.Images;

/// <summary>What is being done.</summary>
public enum WritePhase
{
    /// <summary>Bytes go to the medium.</summary>
    Writing,

    /// <summary>Bytes are read back.</summary>
    Comparing,
}
