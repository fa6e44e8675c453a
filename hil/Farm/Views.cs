// The farm's state as its pages and clients show it.

using System.Collections.Generic;

namespace RustKernel.Hil.Farm;

/// <summary>A board as people see it.</summary>
public sealed record BoardView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The host that it is wired to.</summary>
    public required string Host { get; init; }

    /// <summary>The folder of boards/.</summary>
    public required string Type { get; init; }

    /// <summary>qemu or lab.</summary>
    public required string Driver { get; init; }

    /// <summary>One line about it.</summary>
    public required string Title { get; init; }

    /// <summary>free, reserved (by a person), running, draining (its host takes no more work) or offline (its host is silent).</summary>
    public required string State { get; init; }

    /// <summary>good, bad (taken out by failures) or maintenance (by a person).</summary>
    public required string Health { get; init; }

    /// <summary>Why, when it is not good.</summary>
    public required string HealthReason { get; init; }

    /// <summary>When a board that failures took out is checked next, at the earliest; 0 for never.</summary>
    public long NextCheck { get; init; }

    /// <summary>Who has reserved it; null when no one has.</summary>
    public Reservation? Reservation { get; init; }

    /// <summary>Number of its latest reservation, even if that has ended. A request to reserve or release gives it.</summary>
    public long ReservationFence { get; init; }

    /// <summary>Words that jobs can ask for.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The groups whose members may use it, besides admins. Without groups everybody may.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The run that has it; 0 for none.</summary>
    public required long Run { get; init; }

    /// <summary>The last verdicts on it, the latest first.</summary>
    public required IReadOnlyList<string> Verdicts { get; init; }
}

/// <summary>A job as people see it.</summary>
public sealed record JobView
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>run; check for one that the farm made to see whether a board works again.</summary>
    public string Kind { get; init; } = "run";

    /// <summary>The board asked for; empty for any.</summary>
    public required string Target { get; init; }

    /// <summary>The type asked for; empty for any.</summary>
    public required string Type { get; init; }

    /// <summary>The tags asked for.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The groups whose boards it may go to, besides the boards without groups; null for all.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>The suites.</summary>
    public required string Suites { get; init; }

    /// <summary>SHA-256 of the image; empty for the host's own.</summary>
    public required string Image { get; init; }

    /// <summary>As submitted.</summary>
    public required int Priority { get; init; }

    /// <summary>Who submitted it.</summary>
    public required string Submitter { get; init; }

    /// <summary>queued, running or finished.</summary>
    public required string State { get; init; }

    /// <summary>pass, fail, usage, infrastructure or cancelled; empty before the end.</summary>
    public required string Verdict { get; init; }

    /// <summary>The reason for that verdict, or why the job still waits.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was submitted: milliseconds since 1970, by the store's clock.</summary>
    public required long Submitted { get; init; }

    /// <summary>When it ended; 0 before.</summary>
    public required long Ended { get; init; }

    /// <summary>Its runs, the first first.</summary>
    public required IReadOnlyList<RunView> Runs { get; init; }
}

/// <summary>A run as people see it.</summary>
public sealed record RunView
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>Its job.</summary>
    public long Job { get; init; }

    /// <summary>1 for the job's first run.</summary>
    public int Attempt { get; init; }

    /// <summary>The board.</summary>
    public string Board { get; init; } = "";

    /// <summary>The host.</summary>
    public string Host { get; init; } = "";

    /// <summary>claimed, running, ended, or lost (its agent was silent until the lease ended).</summary>
    public string State { get; init; } = "";

    /// <summary>Its verdict; empty before the end.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The last stage reached.</summary>
    public string Stage { get; init; } = "";

    /// <summary>When it was claimed: milliseconds since 1970, by the store's clock.</summary>
    public long Claimed { get; init; }

    /// <summary>When it ended; 0 before.</summary>
    public long Ended { get; init; }

    /// <summary>How many bytes of its event log are stored.</summary>
    public long LogBytes { get; init; }

    /// <summary>What its agent reported after the hold had ended; empty when it did not.</summary>
    public string LateVerdict { get; init; } = "";
}
