// What a run truly was.

namespace RustKernel.Minefield.Tests;

/// <summary>The verdict that undamaged bytes deserve.</summary>
internal enum Truth
{
    /// <summary>Everything asked for ran and was right.</summary>
    Sound,

    /// <summary>The kernel did something wrong, and no damage can hide it: its run did not come to a good end.</summary>
    Faulty,

    /// <summary>The kernel did something wrong before or after a good run: seen as long as a proof of it is whole.</summary>
    FaultyAside,

    /// <summary>Nothing can be said of this kernel.</summary>
    Unknown,
}
