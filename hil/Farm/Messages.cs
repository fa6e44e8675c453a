// What the farm's parts say to each other, as JSON over HTTP.

using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace RustKernel.Hil.Farm;

/// <summary>A board as its host's agent announces it.</summary>
/// <param name="Name">Its name, one in the whole farm.</param>
/// <param name="Type">The folder of boards/ that describes it: rpi4.</param>
/// <param name="Driver">qemu, or lab for a real board.</param>
/// <param name="Title">One line about it.</param>
/// <param name="Tags">Words that jobs can ask for.</param>
public sealed record BoardAnnouncement(string Name, string Type, string Driver, string Title, IReadOnlyList<string> Tags);

/// <summary>An agent's first word.</summary>
/// <param name="Host">The host's name, one in the whole farm.</param>
/// <param name="Protocol"><see cref="FarmProtocol.Version"/>.</param>
/// <param name="Tool">The version of rk.</param>
/// <param name="Boards">All boards that are wired to it.</param>
/// <param name="Instance">
/// A word of this agent's own, new at each start. The same announcement sent again starts no new session, and one of an agent that has
/// ended is refused. An older agent leaves it empty.
/// </param>
public sealed record HostAnnouncement(
    string Host,
    int Protocol,
    string Tool,
    IReadOnlyList<BoardAnnouncement> Boards,
    string Instance = "");

/// <summary>What the coordinator answers.</summary>
/// <param name="Session">
/// Number of this agent: every later message carries it, and a newer agent of the same host gets a higher one.
/// </param>
/// <param name="LeaseMilliseconds">How long a hold lasts without being renewed.</param>
public sealed record HostSession(long Session, long LeaseMilliseconds);

/// <summary>An agent's question for work.</summary>
/// <param name="Host">Its host.</param>
/// <param name="Session">Its number.</param>
/// <param name="Boards">The boards that are free.</param>
public sealed record WorkRequest(string Host, long Session, IReadOnlyList<string> Boards);

/// <summary>Work for a board: the right to use it, as long as it is renewed.</summary>
/// <param name="Run">The run's number.</param>
/// <param name="Job">The job's number.</param>
/// <param name="Attempt">1 for the job's first run.</param>
/// <param name="Board">The board.</param>
/// <param name="Fence">Number of this hold of the board: every write carries it, and a later hold has a higher one.</param>
/// <param name="Suites">What to run, as --suite takes it.</param>
/// <param name="Image">SHA-256 of the image to boot, in small letters; empty for the host's own.</param>
/// <param name="TimeoutSeconds">How long the run may take; 0 for the board's own limit.</param>
public sealed record Assignment(
    long Run,
    long Job,
    int Attempt,
    string Board,
    long Fence,
    string Suites,
    string Image,
    int TimeoutSeconds);

/// <summary>A hold of an agent.</summary>
/// <param name="Run">The run.</param>
/// <param name="Fence">Its hold's number.</param>
public sealed record HeldRun(long Run, long Fence);

/// <summary>An agent's sign of life, every few seconds.</summary>
/// <param name="Host">Its host.</param>
/// <param name="Session">Its number.</param>
/// <param name="Runs">The holds to renew.</param>
public sealed record RenewRequest(string Host, long Session, IReadOnlyList<HeldRun> Runs);

/// <summary>What has become of a hold.</summary>
/// <param name="Run">The run.</param>
/// <param name="State">held, cancelled (end it in order), or lost (another agent may have the board: switch off, keep the log).</param>
public sealed record RenewedRun(long Run, string State);

/// <summary>The answer to <see cref="RenewRequest"/>, in its order.</summary>
/// <param name="Runs">One for each hold asked for.</param>
/// <param name="IsDraining">No further work will come.</param>
public sealed record RenewReply(IReadOnlyList<RenewedRun> Runs, bool IsDraining);

/// <summary>How a run ended.</summary>
/// <param name="Fence">The hold's number.</param>
/// <param name="Verdict">pass, fail, flaky, usage or infrastructure.</param>
/// <param name="Reason">In words.</param>
/// <param name="Stage">The last stage that was reached.</param>
/// <param name="IsKernelFault">The kernel did something wrong: the run is not repeated.</param>
/// <param name="LogBytes">The length of the whole event log.</param>
/// <param name="Record">What the history keeps of it; null when there is no log, or from an older agent.</param>
/// <param name="Deeds">What it did to its board; null when there is no log, or from an older agent.</param>
public sealed record FinishReport(
    long Fence,
    string Verdict,
    string Reason,
    string Stage,
    bool IsKernelFault,
    long LogBytes,
    RunRecord? Record = null,
    IReadOnlyList<Deed>? Deeds = null);

/// <summary>What became of a <see cref="FinishReport"/>.</summary>
/// <param name="Outcome">
/// accepted; repeated (it was known already); late (the hold had ended: kept as evidence); conflicting (another report of the same hold was
/// accepted before).
/// </param>
public sealed record FinishReply(string Outcome);

/// <summary>What a person or CI asks for.</summary>
/// <param name="Target">A board's name; empty for any that fits.</param>
/// <param name="Type">A board's type; empty for any.</param>
/// <param name="Tags">Words that the board must have.</param>
/// <param name="Suites">As --suite takes it.</param>
/// <param name="Image">SHA-256 of an uploaded image; empty to boot the image of the board's host.</param>
/// <param name="Priority">0 to 100; more is sooner. Each ten minutes of waiting count as one.</param>
/// <param name="Retries">How often the job is tried again when the rig fails, 0 to 10.</param>
/// <param name="TimeoutSeconds">How long a run may take; 0 for the board's own limit.</param>
/// <param name="QueueSeconds">How long it may wait; 0 for a day.</param>
/// <param name="Submitter">Who asks.</param>
/// <param name="Key">A word of this request's own: the same request sent again is the same job. Empty for none.</param>
public sealed record JobRequest(
    string Target,
    string Type,
    IReadOnlyList<string> Tags,
    string Suites,
    string Image,
    int Priority,
    int Retries,
    int TimeoutSeconds,
    int QueueSeconds,
    string Submitter,
    string Key = "")
{
    /// <summary>The groups of the submitter, as the coordinator knows them; null for a submitter who may use all boards.</summary>
    [JsonIgnore]
    public IReadOnlyList<string>? Groups { get; init; }
}

/// <summary>The answer to a <see cref="JobRequest"/>.</summary>
/// <param name="Job">The job's number.</param>
public sealed record JobReceipt(long Job);

/// <summary>The answer to an upload of a log's part.</summary>
/// <param name="Bytes">How many bytes of the log are stored: the next part starts here.</param>
public sealed record LogReceipt(long Bytes);

/// <summary>Why a request was refused.</summary>
/// <param name="Error">In words: the thing, the place, the way out.</param>
public sealed record Refusal(string Error);

/// <summary>The answer to a cancel.</summary>
/// <param name="State">finished; or running until the agent has ended the run.</param>
public sealed record CancelReply(string State);

/// <summary>Takes a board out or lets it back in.</summary>
/// <param name="Reason">Why it is out; null lets it back in.</param>
/// <param name="Who">Who asks for it.</param>
public sealed record MaintenanceRequest(string? Reason, string Who);

/// <summary>Stops a host from taking work, or lets it take work again.</summary>
/// <param name="IsDraining">True for no more work.</param>
/// <param name="Who">Who asks for it.</param>
public sealed record DrainRequest(bool IsDraining, string Who);
