// What a result line says.

namespace RustKernel.Hil.Protocols;

/// <summary>The outcome of one test or suite.</summary>
public enum KtapOutcome
{
    /// <summary>It did what it should.</summary>
    Ok,

    /// <summary>It did not.</summary>
    NotOk,

    /// <summary>It could not be tried here.</summary>
    Skip,
}
