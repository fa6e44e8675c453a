// Numbers about a farm.

using System.Collections.Generic;

namespace RustKernel.Hil.FarmStore;

/// <summary>What monitoring asks for, besides the boards.</summary>
/// <param name="Jobs">Jobs by state.</param>
/// <param name="Runs">Runs that ended, by verdict.</param>
/// <param name="Unheard">Milliseconds since each host's last sign of life, by its name.</param>
/// <param name="LongestWait">Milliseconds that the job has waited which waits longest; 0 when none waits.</param>
public sealed record FarmCounts(IReadOnlyList<Count> Jobs, IReadOnlyList<Count> Runs, IReadOnlyList<Count> Unheard, long LongestWait);

/// <summary>A number by a word.</summary>
public sealed record Count
{
    /// <summary>The word.</summary>
    public string Word { get; init; } = "";

    /// <summary>The number.</summary>
    public long Number { get; init; }
}
