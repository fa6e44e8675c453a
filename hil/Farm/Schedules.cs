// Jobs that the farm starts on a schedule.

using System.Collections.Generic;

namespace RustKernel.Hil.Farm;

/// <summary>Asks for jobs at times.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cron">When: minute, hour, day of the month, month, day of the week.</param>
/// <param name="Zone">The time zone that this is meant in, such as Europe/Berlin; UTC.</param>
/// <param name="IsForAll">A job for each board that fits, instead of one for any.</param>
/// <param name="Job">The job. The person who made the schedule is its submitter.</param>
public sealed record ScheduleRequest(string Name, string Cron, string Zone, bool IsForAll, JobRequest Job);

/// <summary>A schedule as people see it.</summary>
public sealed record ScheduleView
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>When.</summary>
    public string Cron { get; init; } = "";

    /// <summary>The time zone of <see cref="Cron"/>.</summary>
    public string Zone { get; init; } = "";

    /// <summary>A job for each board that fits.</summary>
    public bool IsForAll { get; init; }

    /// <summary>The board; empty for any.</summary>
    public string Target { get; init; } = "";

    /// <summary>The board's type; empty for any.</summary>
    public string Type { get; init; } = "";

    /// <summary>The tags asked for, separated by spaces.</summary>
    public string Tags { get; init; } = "";

    /// <summary>The suites.</summary>
    public string Suites { get; init; } = "";

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>When it begins next, by the store's clock: milliseconds since 1970; 0 for never again.</summary>
    public long Next { get; init; }

    /// <summary>Its latest round; 0 for none.</summary>
    public long Round { get; init; }
}

/// <summary>The jobs that a schedule started at one of its times.</summary>
public sealed record RoundView
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>The schedule.</summary>
    public string Schedule { get; init; } = "";

    /// <summary>The time that it is for.</summary>
    public long Due { get; init; }

    /// <summary>When it started: late, if no coordinator ran at that time.</summary>
    public long Began { get; init; }

    /// <summary>Earlier times at which no coordinator ran; no jobs were started for them.</summary>
    public int Missed { get; init; }

    /// <summary>Its jobs by board.</summary>
    public IReadOnlyList<RoundJob> Jobs { get; init; } = [];
}

/// <summary>A job of a round.</summary>
public sealed record RoundJob
{
    /// <summary>The job.</summary>
    public long Job { get; init; }

    /// <summary>Its board; empty as long as it waits for any.</summary>
    public string Board { get; init; } = "";

    /// <summary>queued, running or finished.</summary>
    public string State { get; init; } = "";

    /// <summary>Its verdict; empty before the end.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The verdict of the same board in the round before; empty without one.</summary>
    public string Before { get; init; } = "";
}
