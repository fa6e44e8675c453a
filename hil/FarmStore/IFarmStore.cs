// The farm's state, for any database engine.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <summary>
/// Hosts, boards, jobs, runs, logs and images. Every call is one transaction. Any number of coordinators may call at once. Only the store's
/// own clock decides about leases. Thread-safe.
/// </summary>
/// <remarks>
/// Every call throws <see cref="StoreUnavailableException"/> when the engine cannot be reached or refuses to write; then nothing was done.
/// A call of an agent whose session is not its host's latest throws <see cref="SessionEndedException"/>.
/// </remarks>
public interface IFarmStore : IAsyncDisposable
{
    /// <summary>Registers a host's agent: its boards are those announced, and earlier agents of the host have ended.</summary>
    /// <exception cref="FarmRequestException">A board of that name is wired to another host that is online.</exception>
    Task<long> RegisterAsync(HostAnnouncement announcement, CancellationToken cancel);

    /// <summary>Takes an agent's sign of life, which renews its holds.</summary>
    Task<RenewReply> RenewAsync(RenewRequest request, CancellationToken cancel);

    /// <summary>Claims <paramref name="board"/> for the most urgent job that fits it; null when there is none.</summary>
    Task<Assignment?> ClaimAsync(string host, long session, string board, CancellationToken cancel);

    /// <summary>Notes that the run of a hold starts to use its board. Renews its lease.</summary>
    /// <returns>False when the hold has ended.</returns>
    Task<bool> StartAsync(long run, long fence, CancellationToken cancel);

    /// <summary>
    /// Keeps a part of a run's event log. A part that is known already changes nothing. A part after a gap is not kept. The log of a hold
    /// that has ended is kept, too, as evidence.
    /// </summary>
    /// <returns>How many bytes are kept: the next part starts there; -1 when the run has no such hold.</returns>
    Task<long> AppendLogAsync(long run, long fence, long offset, ReadOnlyMemory<byte> part, CancellationToken cancel);

    /// <summary>Ends a run. The job ends, too, or waits for its next attempt.</summary>
    /// <exception cref="FarmRequestException">The run has no such hold.</exception>
    Task<FinishReply> FinishAsync(long run, FinishReport report, CancellationToken cancel);

    /// <summary>Takes a job; returns its number.</summary>
    /// <exception cref="FarmRequestException">No board of the farm can ever run it, or its image is not here.</exception>
    Task<long> SubmitAsync(JobRequest request, CancellationToken cancel);

    /// <summary>Cancels a job: at once if it waits, else as soon as its agent knows.</summary>
    /// <returns>The job's state after this call: finished, or running until its agent knows; null when there is no such job.</returns>
    Task<string?> CancelAsync(long job, string who, CancellationToken cancel);

    /// <summary>Takes a board out (<paramref name="reason"/> says why) or lets it back in (null).</summary>
    /// <returns>False when there is no such board.</returns>
    Task<bool> SetMaintenanceAsync(string board, string? reason, string who, CancellationToken cancel);

    /// <summary>
    /// Reserves a board for <see cref="ReserveRequest.Who"/>, whose jobs alone start there until the time is over; 0 s releases it. A run
    /// in progress is not stopped.
    /// </summary>
    /// <param name="board">The board.</param>
    /// <param name="request">For how long, and by which number.</param>
    /// <param name="mayTake">True for a caller who may take or release another person's reservation, if the request asks for that.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>Null when there is no such board.</returns>
    /// <exception cref="ReservedException">Another has it, or it was reserved or released since.</exception>
    Task<ReserveReply?> ReserveAsync(string board, ReserveRequest request, bool mayTake, CancellationToken cancel);

    /// <summary>Stops a host from taking work, or lets it take work again.</summary>
    /// <returns>False when there is no such host.</returns>
    Task<bool> DrainAsync(string host, bool isDraining, string who, CancellationToken cancel);

    /// <summary>
    /// Ends holds whose lease has passed, jobs that waited too long and reservations. Any coordinator calls it every few seconds.
    /// </summary>
    /// <returns>How many ended.</returns>
    Task<int> ReapAsync(CancellationToken cancel);

    /// <summary>All boards, by name.</summary>
    Task<IReadOnlyList<BoardView>> BoardsAsync(CancellationToken cancel);

    /// <summary>
    /// Jobs that wait or run, in the order in which they will run, then the latest <paramref name="finished"/> that ended.
    /// </summary>
    Task<IReadOnlyList<JobView>> JobsAsync(int finished, CancellationToken cancel);

    /// <summary>A job with its runs; null when there is none.</summary>
    Task<JobView?> JobAsync(long job, CancellationToken cancel);

    /// <summary>A run; null when there is none.</summary>
    Task<RunView?> RunAsync(long run, CancellationToken cancel);

    /// <summary>The latest <paramref name="limit"/> runs on a board, the latest first.</summary>
    Task<IReadOnlyList<RunView>> RunsOfAsync(string board, int limit, CancellationToken cancel);

    /// <summary>Bytes of a run's event log from <paramref name="offset"/>, at most <paramref name="limit"/>.</summary>
    Task<ReadOnlyMemory<byte>> ReadLogAsync(long run, long offset, int limit, CancellationToken cancel);

    /// <summary>Adds a schedule, which starts jobs from now on.</summary>
    /// <returns>Its first time.</returns>
    /// <exception cref="FarmRequestException">Its time or zone is malformed, its name is taken, or no board can ever run its
    /// job.</exception>
    Task<long> AddScheduleAsync(ScheduleRequest request, string who, CancellationToken cancel);

    /// <summary>Removes a schedule. Jobs that it has started continue.</summary>
    /// <returns>False when there is none.</returns>
    Task<bool> RemoveScheduleAsync(string name, string who, CancellationToken cancel);

    /// <summary>All schedules, by name.</summary>
    Task<IReadOnlyList<ScheduleView>> SchedulesAsync(CancellationToken cancel);

    /// <summary>The latest rounds, the latest first, without their jobs.</summary>
    Task<IReadOnlyList<RoundView>> RoundsAsync(int limit, CancellationToken cancel);

    /// <summary>A round with its jobs; null when there is none.</summary>
    Task<RoundView?> RoundAsync(long round, CancellationToken cancel);

    /// <summary>Starts the jobs that schedules have due. Any coordinator calls it every few seconds.</summary>
    /// <returns>How many rounds started.</returns>
    /// <exception cref="FarmRequestException">Nothing was started, and a schedule has a time or zone that this host does not
    /// know.</exception>
    Task<int> FireAsync(CancellationToken cancel);

    /// <summary>
    /// A notice to send; null when none is due. It comes again, after a growing pause, until <see cref="EndNoticeAsync"/> or an hour has
    /// passed.
    /// </summary>
    Task<Notice?> TakeNoticeAsync(CancellationToken cancel);

    /// <summary>Notes that a notice was sent.</summary>
    Task EndNoticeAsync(long notice, CancellationToken cancel);

    /// <summary>Past runs without their measurements, the latest first.</summary>
    Task<IReadOnlyList<PastRun>> HistoryAsync(HistoryQuery query, CancellationToken cancel);

    /// <summary>A past run with all its measurements; null when there is none.</summary>
    Task<PastRun?> PastRunAsync(long id, CancellationToken cancel);

    /// <summary>A metric on a board over its latest <paramref name="limit"/> runs that passed, the oldest first.</summary>
    Task<IReadOnlyList<MetricPoint>> MetricAsync(string board, string name, int limit, CancellationToken cancel);

    /// <summary>All metrics of a board over its latest <paramref name="runs"/> that passed, by name.</summary>
    Task<IReadOnlyList<BoardTrend>> MetricsAsync(string board, int runs, CancellationToken cancel);

    /// <summary>Imports past runs that are not there yet.</summary>
    /// <returns>How many were new.</returns>
    Task<int> ImportAsync(IReadOnlyList<PastRun> runs, string who, CancellationToken cancel);

    /// <summary>Adds a token, valid from now on. Only its hash is kept.</summary>
    /// <exception cref="FarmRequestException">Its name has one already.</exception>
    Task AddTokenAsync(TokenRequest request, string sha256, string who, CancellationToken cancel);

    /// <summary>All tokens, including revoked ones.</summary>
    Task<IReadOnlyList<TokenView>> TokensAsync(CancellationToken cancel);

    /// <summary>Revokes the token of <paramref name="name"/>.</summary>
    /// <returns>False when there is none.</returns>
    Task<bool> RevokeTokenAsync(string name, string who, CancellationToken cancel);

    /// <summary>The token with this hash; null when there is no valid one.</summary>
    Task<TokenView?> FindTokenAsync(string sha256, CancellationToken cancel);

    /// <summary>Puts a board into these groups; without groups everybody may use it.</summary>
    /// <returns>False when there is no such board.</returns>
    Task<bool> SetGroupsAsync(string board, IReadOnlyList<string> groups, string who, CancellationToken cancel);

    /// <summary>Makes an account or changes it, and ends its logins.</summary>
    Task SetAccountAsync(AccountRequest request, string passwordHash, string who, CancellationToken cancel);

    /// <summary>Removes an account and ends all logins of that name, also those for which another server vouched.</summary>
    /// <returns>False when there was neither.</returns>
    Task<bool> RemoveAccountAsync(string name, string who, CancellationToken cancel);

    /// <summary>All accounts, by name.</summary>
    Task<IReadOnlyList<AccountView>> AccountsAsync(CancellationToken cancel);

    /// <summary>True when there is an account.</summary>
    Task<bool> HasAccountsAsync(CancellationToken cancel);

    /// <summary>The hash that is kept of an account's password; null when there is no such account.</summary>
    Task<string?> PasswordHashAsync(string name, CancellationToken cancel);

    /// <summary>
    /// Notes an attempt at a password. False when too many were wrong lately, for this name or from this address, at any coordinator.
    /// <see cref="BeginSessionAsync"/> clears the name's failures.
    /// </summary>
    Task<bool> MayTryAsync(string name, string address, CancellationToken cancel);

    /// <summary>Starts a person's session. Only the hash of its secret is kept.</summary>
    Task BeginSessionAsync(string sha256, Person person, string address, CancellationToken cancel);

    /// <summary>The person of this session; null when it is over.</summary>
    Task<Person?> FindSessionAsync(string sha256, CancellationToken cancel);

    /// <summary>Ends a session.</summary>
    Task EndSessionAsync(string sha256, CancellationToken cancel);

    /// <summary>Who did what, the latest first.</summary>
    Task<IReadOnlyList<AuditView>> AuditAsync(int limit, CancellationToken cancel);

    /// <summary>Numbers about the farm.</summary>
    Task<FarmCounts> CountsAsync(CancellationToken cancel);

    /// <summary>True when the image with this hash is here.</summary>
    Task<bool> HasImageAsync(string sha256, CancellationToken cancel);

    /// <summary>Keeps an image.</summary>
    /// <exception cref="FarmRequestException">Its hash differs from <paramref name="sha256"/>.</exception>
    Task PutImageAsync(string sha256, ReadOnlyMemory<byte> content, CancellationToken cancel);

    /// <summary>An image; null when it is not here.</summary>
    Task<byte[]?> GetImageAsync(string sha256, CancellationToken cancel);
}
