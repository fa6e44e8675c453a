// How far a board has come.

namespace RustKernel.Flash.Netboot;

/// <summary>The last stage of a board that the network shows.</summary>
public enum BoardStage
{
    /// <summary>It asked for an address.</summary>
    Discovering,

    /// <summary>It has an address.</summary>
    Addressed,

    /// <summary>It fetches files.</summary>
    Fetching,

    /// <summary>It has fetched a kernel.</summary>
    KernelFetched,
}
