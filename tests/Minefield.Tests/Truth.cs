namespace RustKernel.Minefield.Tests;

/// <summary>The verdict that undamaged bytes deserve.</summary>
internal enum Truth
{
    /// <summary>Everything requested ran and was right.</summary>
    Sound,

    /// <summary>The kernel did something wrong, and no damage can hide it: its run did not end well.</summary>
    Faulty,

    /// <summary>The kernel did something wrong before or after a good run: visible as long as a proof of it is complete.</summary>
    FaultyAside,

    /// <summary>There is no statement about this kernel.</summary>
    Unknown,
}
