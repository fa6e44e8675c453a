using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>
/// A service and what Init knows of it. What must survive Init itself is written to <see cref="KeptState"/> at every change.
/// </summary>
internal sealed class Entry
{
    internal Entry(int number, Manifest manifest)
    {
        Number = number;
        Manifest = manifest;
    }

    /// <summary>Its place among the manifests.</summary>
    internal int Number { get; }

    /// <summary>Its manifest.</summary>
    internal Manifest Manifest { get; }

    /// <summary>The program that a service had started; null: it is in the boot archive.</summary>
    internal LoadedProgram? Loaded { get; init; }

    /// <summary>Its port, with all rights and no badge.</summary>
    internal Handle<Port> Port { get; set; }

    /// <summary>The port to Init that the service gets: it has the service's badge.</summary>
    internal Handle<Port> InitPort { get; set; }

    /// <summary>The port of its <see cref="Storage.Vault"/>; none: the manifest keeps nothing.</summary>
    internal Handle<Port> Vault { get; set; }

    /// <summary>Its process; none if it does not run.</summary>
    internal Handle<Process> Process { get; set; }

    /// <summary>It has a process.</summary>
    internal bool IsRunning => !Process.IsNone;

    /// <summary>How often it was started.</summary>
    internal uint Starts { get; set; }

    /// <summary>It is not restarted until a client orders it.</summary>
    internal bool IsGivenUp { get; set; }

    /// <summary>It was a loaded program and has ended: its place is free.</summary>
    internal bool IsOver => Loaded is not null && !IsRunning && DueCounter == 0 && IsGivenUp;

    /// <summary>It does not run, and no start is planned.</summary>
    internal bool IsAbsent => !IsRunning && DueCounter == 0;

    /// <summary>A request started it, and it ended when it had nothing more to do: the next request starts it again.</summary>
    internal bool HasEndedWell => Loaded is null && Manifest.Start == "demand" && Manifest.Restart != RestartPolicy.Always
        && LastEnd.Cause == ExitCause.Exited && LastEnd.Code == 0;

    /// <summary>It is restarted when the present process has ended, whatever the policy says.</summary>
    internal bool IsWanted { get; set; }

    /// <summary>When to start it again; 0: nothing is planned.</summary>
    internal ulong DueCounter { get; set; }

    /// <summary>Restarts since <see cref="MinuteStart"/>.</summary>
    internal uint InMinute { get; set; }

    /// <summary>When the minute began for which restarts are counted.</summary>
    internal ulong MinuteStart { get; set; }

    /// <summary>Looks since the last question.</summary>
    internal uint Looks { get; set; }

    /// <summary>How many questions it has left unanswered since its last answer or start.</summary>
    internal uint Unanswered { get; set; }

    /// <summary>CPU time that it had used at the last question, in counter ticks.</summary>
    internal ulong AskedTicks { get; set; }

    /// <summary>How it ended last.</summary>
    internal ProcessEnd LastEnd { get; set; }
}
