// One level of an open document.

namespace RustKernel.Hil.Protocols;

/// <summary>What has been read of one level: its name, its plan and its results so far.</summary>
internal sealed class KtapLevel
{
    /// <summary>The name from "# Subtest:"; empty on the first level and before that line.</summary>
    public string Name { get; set; } = "";

    /// <summary>N of "1..N"; null before the plan.</summary>
    public long? Planned { get; set; }

    /// <summary>Result lines on this level so far.</summary>
    public long Results { get; private set; }

    /// <summary>Result lines that were not ok.</summary>
    public long NotOk { get; private set; }

    /// <summary>Counts one result.</summary>
    public void Count(KtapOutcome outcome)
    {
        Results++;
        if (outcome == KtapOutcome.NotOk)
        {
            NotOk++;
        }
    }
}
