// The farm's truth, whatever engine keeps it.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <summary>
/// Hosts, boards, jobs, runs, logs and images. Every call is one transaction, any number of coordinators may make them at once, and only
/// the store's own clock decides about leases. Thread-safe.
/// </summary>
/// <remarks>
/// Every call throws <see cref="StoreUnavailableException"/> when the engine cannot be reached or refuses to write; nothing was done then.
/// A call of an agent whose session is not its host's latest throws <see cref="SessionEndedException"/>.
/// </remarks>
public interface IFarmStore : IAsyncDisposable
{
    /// <summary>A host's agent begins: its boards are those announced, and earlier agents of the host have ended.</summary>
    /// <exception cref="FarmRequestException">A board of that name is wired to another host that is online.</exception>
    Task<long> RegisterAsync(HostAnnouncement announcement, CancellationToken cancel);

    /// <summary>A sign of life of an agent, which renews its holds.</summary>
    Task<RenewReply> RenewAsync(RenewRequest request, CancellationToken cancel);

    /// <summary>The most urgent job that fits <paramref name="board"/>, which it now holds; null when there is none.</summary>
    Task<Assignment?> ClaimAsync(string host, long session, string board, CancellationToken cancel);

    /// <summary>The run of a hold begins to use its board. Its lease is renewed.</summary>
    /// <returns>False when the hold has ended.</returns>
    Task<bool> StartAsync(long run, long fence, CancellationToken cancel);

    /// <summary>
    /// Keeps a part of a run's event log. A part that is known already changes nothing; one after a hole is not kept. The log of a hold
    /// that has ended is kept, too: as evidence.
    /// </summary>
    /// <returns>How many bytes are kept: the next part begins there; -1 when the run has no such hold.</returns>
    Task<long> AppendLogAsync(long run, long fence, long offset, ReadOnlyMemory<byte> part, CancellationToken cancel);

    /// <summary>The end of a run. The job ends, too, or waits for its next attempt.</summary>
    /// <exception cref="FarmRequestException">The run has no such hold.</exception>
    Task<FinishReply> FinishAsync(long run, FinishReport report, CancellationToken cancel);

    /// <summary>Takes a job; returns its number.</summary>
    /// <exception cref="FarmRequestException">No board of the farm can ever run it, or its image is not here.</exception>
    Task<long> SubmitAsync(JobRequest request, CancellationToken cancel);

    /// <summary>Ends a job at once if it waits, else as soon as its agent hears of it.</summary>
    /// <returns>The job's state after this call: finished, or running until its agent has heard; null when there is no such job.</returns>
    Task<string?> CancelAsync(long job, string who, CancellationToken cancel);

    /// <summary>Takes a board out (<paramref name="reason"/> says why) or lets it back in (null).</summary>
    /// <returns>False when there is no such board.</returns>
    Task<bool> SetMaintenanceAsync(string board, string? reason, string who, CancellationToken cancel);

    /// <summary>
    /// Reserves a board for <see cref="ReserveRequest.Who"/>, whose jobs alone begin there until the time is over; 0 s ends it. A run that
    /// goes on is not ended.
    /// </summary>
    /// <param name="board">The board.</param>
    /// <param name="request">For how long, and by which number.</param>
    /// <param name="mayTake">True for one who may take or release what another has, if the request says that he wants to.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>Null when there is no such board.</returns>
    /// <exception cref="ReservedException">Another has it, or it was reserved or released since.</exception>
    Task<ReserveReply?> ReserveAsync(string board, ReserveRequest request, bool mayTake, CancellationToken cancel);

    /// <summary>A host takes no more work, or takes it again.</summary>
    /// <returns>False when there is no such host.</returns>
    Task<bool> DrainAsync(string host, bool isDraining, string who, CancellationToken cancel);

    /// <summary>
    /// Ends holds whose lease has passed, jobs that waited too long and reservations. Any coordinator calls it every few seconds.
    /// </summary>
    /// <returns>How many ended.</returns>
    Task<int> ReapAsync(CancellationToken cancel);

    /// <summary>All boards, by name.</summary>
    Task<IReadOnlyList<BoardView>> BoardsAsync(CancellationToken cancel);

    /// <summary>Jobs that wait or run in the order in which they will, then the latest <paramref name="finished"/> that ended.</summary>
    Task<IReadOnlyList<JobView>> JobsAsync(int finished, CancellationToken cancel);

    /// <summary>A job with its runs; null when there is none.</summary>
    Task<JobView?> JobAsync(long job, CancellationToken cancel);

    /// <summary>A run; null when there is none.</summary>
    Task<RunView?> RunAsync(long run, CancellationToken cancel);

    /// <summary>The latest <paramref name="limit"/> runs on a board, the latest first.</summary>
    Task<IReadOnlyList<RunView>> RunsOfAsync(string board, int limit, CancellationToken cancel);

    /// <summary>Bytes of a run's event log from <paramref name="offset"/>, at most <paramref name="limit"/>.</summary>
    Task<ReadOnlyMemory<byte>> ReadLogAsync(long run, long offset, int limit, CancellationToken cancel);

    /// <summary>A schedule begins jobs from now on.</summary>
    /// <returns>Its first time.</returns>
    /// <exception cref="FarmRequestException">Its time or zone is none, its name is taken, or no board can ever run its job.</exception>
    Task<long> AddScheduleAsync(ScheduleRequest request, string who, CancellationToken cancel);

    /// <summary>A schedule begins nothing more. What it began goes on.</summary>
    /// <returns>False when there is none.</returns>
    Task<bool> RemoveScheduleAsync(string name, string who, CancellationToken cancel);

    /// <summary>All schedules, by name.</summary>
    Task<IReadOnlyList<ScheduleView>> SchedulesAsync(CancellationToken cancel);

    /// <summary>The latest rounds, the latest first, without their jobs.</summary>
    Task<IReadOnlyList<RoundView>> RoundsAsync(int limit, CancellationToken cancel);

    /// <summary>A round with its jobs; null when there is none.</summary>
    Task<RoundView?> RoundAsync(long round, CancellationToken cancel);

    /// <summary>Begins what schedules have due. Any coordinator calls it every few seconds.</summary>
    /// <returns>How many rounds began.</returns>
    /// <exception cref="FarmRequestException">Nothing began, and a schedule has a time or zone that this host does not know.</exception>
    Task<int> FireAsync(CancellationToken cancel);

    /// <summary>
    /// A notice to tell; null when none is due. It comes again, after a pause that grows, until <see cref="EndNoticeAsync"/> or an hour has
    /// passed.
    /// </summary>
    Task<Notice?> TakeNoticeAsync(CancellationToken cancel);

    /// <summary>A notice was told.</summary>
    Task EndNoticeAsync(long notice, CancellationToken cancel);

    /// <summary>Runs of the past, without what they measured, the latest first.</summary>
    Task<IReadOnlyList<PastRun>> HistoryAsync(HistoryQuery query, CancellationToken cancel);

    /// <summary>A run of the past with all that it measured; null when there is none.</summary>
    Task<PastRun?> PastRunAsync(long id, CancellationToken cancel);

    /// <summary>A metric on a board over its latest <paramref name="limit"/> runs that passed, the oldest first.</summary>
    Task<IReadOnlyList<MetricPoint>> MetricAsync(string board, string name, int limit, CancellationToken cancel);

    /// <summary>All metrics of a board over its latest <paramref name="runs"/> that passed, by name.</summary>
    Task<IReadOnlyList<BoardTrend>> MetricsAsync(string board, int runs, CancellationToken cancel);

    /// <summary>Takes runs of the past in that are not there yet.</summary>
    /// <returns>How many were new.</returns>
    Task<int> ImportAsync(IReadOnlyList<PastRun> runs, string who, CancellationToken cancel);

    /// <summary>A token counts from now on; of itself only its hash is kept.</summary>
    /// <exception cref="FarmRequestException">Its name has one already.</exception>
    Task AddTokenAsync(TokenRequest request, string sha256, string who, CancellationToken cancel);

    /// <summary>All tokens, also those that were revoked.</summary>
    Task<IReadOnlyList<TokenView>> TokensAsync(CancellationToken cancel);

    /// <summary>The token of <paramref name="name"/> counts no more.</summary>
    /// <returns>False when there is none.</returns>
    Task<bool> RevokeTokenAsync(string name, string who, CancellationToken cancel);

    /// <summary>The token with this hash; null when there is none that counts.</summary>
    Task<TokenView?> FindTokenAsync(string sha256, CancellationToken cancel);

    /// <summary>A board is in these groups from now on; in none it is everybody's.</summary>
    /// <returns>False when there is no such board.</returns>
    Task<bool> SetGroupsAsync(string board, IReadOnlyList<string> groups, string who, CancellationToken cancel);

    /// <summary>Makes an account or changes it, and ends its logins.</summary>
    Task SetAccountAsync(AccountRequest request, string passwordHash, string who, CancellationToken cancel);

    /// <summary>An account is no more, nor is anybody logged in by that name, also when another server vouched for him.</summary>
    /// <returns>False when there was neither.</returns>
    Task<bool> RemoveAccountAsync(string name, string who, CancellationToken cancel);

    /// <summary>All accounts, by name.</summary>
    Task<IReadOnlyList<AccountView>> AccountsAsync(CancellationToken cancel);

    /// <summary>True when there is an account.</summary>
    Task<bool> HasAccountsAsync(CancellationToken cancel);

    /// <summary>What is kept of an account's password; null when there is no such account.</summary>
    Task<string?> PasswordHashAsync(string name, CancellationToken cancel);

    /// <summary>
    /// Notes that somebody tries a password; false when too many were wrong lately, of this name or from this address, at whatever
    /// coordinator. <see cref="BeginSessionAsync"/> makes the name's failures void.
    /// </summary>
    Task<bool> MayTryAsync(string name, string address, CancellationToken cancel);

    /// <summary>Somebody is logged in from now on; of the session's secret only its hash is kept.</summary>
    Task BeginSessionAsync(string sha256, Person person, string address, CancellationToken cancel);

    /// <summary>Who is logged in with this session; null when it is over.</summary>
    Task<Person?> FindSessionAsync(string sha256, CancellationToken cancel);

    /// <summary>A session is over.</summary>
    Task EndSessionAsync(string sha256, CancellationToken cancel);

    /// <summary>Who did what, the latest first.</summary>
    Task<IReadOnlyList<AuditView>> AuditAsync(int limit, CancellationToken cancel);

    /// <summary>Numbers about the farm.</summary>
    Task<FarmCounts> CountsAsync(CancellationToken cancel);

    /// <summary>True when the image with this hash is here.</summary>
    Task<bool> HasImageAsync(string sha256, CancellationToken cancel);

    /// <summary>Keeps an image.</summary>
    /// <exception cref="FarmRequestException">Its hash is another than <paramref name="sha256"/>.</exception>
    Task PutImageAsync(string sha256, ReadOnlyMemory<byte> content, CancellationToken cancel);

    /// <summary>An image; null when it is not here.</summary>
    Task<byte[]?> GetImageAsync(string sha256, CancellationToken cancel);
}
