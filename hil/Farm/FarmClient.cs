// Calls of a coordinator.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Hil.Farm;

/// <summary>The farm's HTTP interface for agents, people and CI. Thread-safe; every call has a deadline.</summary>
/// <remarks>
/// Every call throws <see cref="FarmUnreachableException"/> when no coordinator answers, or the one that answers cannot reach its store.
/// It throws <see cref="FarmRefusedException"/> when the coordinator refuses.
/// </remarks>
public sealed class FarmClient : IDisposable
{
    /// <summary>How long a coordinator may take to say that there is no work: it waits for some.</summary>
    public static readonly TimeSpan WorkWait = TimeSpan.FromSeconds(10);

    // An answer that takes this long is useless: the lease would end before it.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_transferLimit = TimeSpan.FromMinutes(2);
    private readonly HttpClient _http;
    private readonly IReadOnlyList<Uri> _addresses;
    private int _chosen;

    /// <summary>A client of the farm whose coordinators are at <paramref name="addresses"/>.</summary>
    /// <param name="addresses">At least one. When one does not answer, the next call goes to the next one.</param>
    /// <param name="token">The token that clients on other machines need; null for none.</param>
    public FarmClient(IReadOnlyList<Uri> addresses, string? token)
    {
        _addresses = addresses;
        _http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Registers an agent that starts.</summary>
    public Task<HostSession> RegisterAsync(HostAnnouncement announcement, CancellationToken cancel)
        => PostAsync("api/agent/register", announcement, FarmJson.Default.HostAnnouncement, FarmJson.Default.HostSession, s_limit, cancel)!;

    /// <summary>Asks for work for an agent; null when there was none for a while.</summary>
    public Task<Assignment?> WorkAsync(WorkRequest request, CancellationToken cancel)
        => PostAsync("api/agent/work", request, FarmJson.Default.WorkRequest, FarmJson.Default.Assignment, WorkWait + s_limit, cancel);

    /// <summary>Sends an agent's sign of life.</summary>
    public Task<RenewReply> RenewAsync(RenewRequest request, CancellationToken cancel)
        => PostAsync("api/agent/renew", request, FarmJson.Default.RenewRequest, FarmJson.Default.RenewReply, s_limit, cancel)!;

    /// <summary>Reports that the run starts to use its board; refused when its hold has ended.</summary>
    public Task StartAsync(HeldRun held, CancellationToken cancel)
        => SendAsync(HttpMethod.Post, $"api/agent/runs/{held.Run}/start?fence={held.Fence}", null, s_limit, cancel);

    /// <summary>Uploads a part of the run's log; returns how many bytes of it the farm has.</summary>
    public async Task<long> AppendLogAsync(HeldRun held, long offset, ReadOnlyMemory<byte> part, CancellationToken cancel)
    {
        byte[] answer = await SendAsync(
            HttpMethod.Post,
            $"api/agent/runs/{held.Run}/log?fence={held.Fence}&offset={offset}",
            new ReadOnlyMemoryContent(part),
            s_transferLimit,
            cancel).ConfigureAwait(false);
        return Parse(answer, FarmJson.Default.LogReceipt)!.Bytes;
    }

    /// <summary>The run's end.</summary>
    public Task<FinishReply> FinishAsync(long run, FinishReport report, CancellationToken cancel)
        => PostAsync($"api/agent/runs/{run}/finish", report, FarmJson.Default.FinishReport, FarmJson.Default.FinishReply, s_limit, cancel)!;

    /// <summary>An image by its hash.</summary>
    public Task<byte[]> ImageAsync(string sha256, CancellationToken cancel)
        => SendAsync(HttpMethod.Get, $"images/{sha256}", null, s_transferLimit, cancel);

    /// <summary>Uploads an image to the farm, unless it is there.</summary>
    public async Task UploadImageAsync(string sha256, byte[] content, CancellationToken cancel)
    {
        try
        {
            await SendAsync(HttpMethod.Head, $"images/{sha256}", null, s_limit, cancel).ConfigureAwait(false);
        }
        catch (FarmRefusedException e) when (e.Status == HttpStatusCode.NotFound)
        {
            await SendAsync(HttpMethod.Put, $"images/{sha256}", new ByteArrayContent(content), s_transferLimit, cancel)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Submits a job; returns its number.</summary>
    public async Task<long> SubmitAsync(JobRequest request, CancellationToken cancel)
        => (await PostAsync("jobs", request, FarmJson.Default.JobRequest, FarmJson.Default.JobReceipt, s_limit, cancel)
            .ConfigureAwait(false))!
            .Job;

    /// <summary>Cancels a job; returns its state after that.</summary>
    public async Task<string> CancelAsync(long job, CancellationToken cancel)
        => Parse(
            await SendAsync(HttpMethod.Post, $"jobs/{job}/cancel", null, s_limit, cancel).ConfigureAwait(false),
            FarmJson.Default.CancelReply)!.State;

    /// <summary>Takes a board out or lets it back in.</summary>
    public Task SetMaintenanceAsync(string board, MaintenanceRequest request, CancellationToken cancel)
        => SendAsync(
            HttpMethod.Post,
            $"boards/{Uri.EscapeDataString(board)}/maintenance",
            JsonOf(request, FarmJson.Default.MaintenanceRequest),
            s_limit,
            cancel);

    /// <summary>Reserves a board, or releases it.</summary>
    public Task<ReserveReply> ReserveAsync(string board, ReserveRequest request, CancellationToken cancel)
        => PostAsync(
            $"boards/{Uri.EscapeDataString(board)}/reserve",
            request,
            FarmJson.Default.ReserveRequest,
            FarmJson.Default.ReserveReply,
            s_limit,
            cancel)!;

    /// <summary>Adds a schedule, which starts jobs from now on.</summary>
    public Task AddScheduleAsync(ScheduleRequest request, CancellationToken cancel)
        => SendAsync(HttpMethod.Post, "schedules", JsonOf(request, FarmJson.Default.ScheduleRequest), s_limit, cancel);

    /// <summary>Removes a schedule: it starts no more jobs.</summary>
    public Task RemoveScheduleAsync(string name, CancellationToken cancel)
        => SendAsync(HttpMethod.Post, $"schedules/{Uri.EscapeDataString(name)}/remove", null, s_limit, cancel);

    /// <summary>All schedules.</summary>
    public async Task<IReadOnlyList<ScheduleView>> SchedulesAsync(CancellationToken cancel)
        => Parse(await SendAsync(HttpMethod.Get, "schedules", null, s_limit, cancel)
            .ConfigureAwait(false), FarmJson.Default.IReadOnlyListScheduleView)!;

    /// <summary>The jobs that a schedule started at one of its times.</summary>
    public async Task<RoundView> RoundAsync(long round, CancellationToken cancel)
        => Parse(await SendAsync(HttpMethod.Get, $"rounds/{round}", null, s_limit, cancel)
            .ConfigureAwait(false), FarmJson.Default.RoundView)!;

    /// <summary>Stops a host from taking work, or lets it take work again.</summary>
    public Task DrainAsync(string host, DrainRequest request, CancellationToken cancel)
        => SendAsync(
            HttpMethod.Post,
            $"hosts/{Uri.EscapeDataString(host)}/drain",
            JsonOf(request, FarmJson.Default.DrainRequest),
            s_limit,
            cancel);

    /// <summary>All boards.</summary>
    public async Task<IReadOnlyList<BoardView>> BoardsAsync(CancellationToken cancel)
        => Parse(await SendAsync(HttpMethod.Get, "boards", null, s_limit, cancel)
            .ConfigureAwait(false), FarmJson.Default.IReadOnlyListBoardView)!;

    /// <summary>Jobs that wait or run, then the latest that ended.</summary>
    public async Task<IReadOnlyList<JobView>> JobsAsync(CancellationToken cancel)
        => Parse(await SendAsync(HttpMethod.Get, "jobs", null, s_limit, cancel)
            .ConfigureAwait(false), FarmJson.Default.IReadOnlyListJobView)!;

    /// <summary>A job.</summary>
    public async Task<JobView> JobAsync(long job, CancellationToken cancel)
        => Parse(await SendAsync(HttpMethod.Get, $"jobs/{job}", null, s_limit, cancel).ConfigureAwait(false), FarmJson.Default.JobView)!;

    /// <summary>Bytes of a run's event log from <paramref name="offset"/>; empty when there are no more at present.</summary>
    public Task<byte[]> LogAsync(long run, long offset, CancellationToken cancel)
        => SendAsync(HttpMethod.Get, $"runs/{run}/log?from={offset}", null, s_limit, cancel);

    /// <summary>Past runs, the latest first.</summary>
    public async Task<IReadOnlyList<PastRun>> HistoryAsync(HistoryQuery query, CancellationToken cancel)
        => Parse(
            await SendAsync(
                HttpMethod.Get,
                $"history?board={Uri.EscapeDataString(query.Board)}&verdict={Uri.EscapeDataString(query.Verdict)}"
                    + $"&build={Uri.EscapeDataString(query.Build)}&suites={Uri.EscapeDataString(query.Suites)}&limit={query.Limit}",
                null,
                s_limit,
                cancel).ConfigureAwait(false),
            FarmJson.Default.IReadOnlyListPastRun)!;

    /// <summary>A past run with all its measurements.</summary>
    public async Task<PastRun> PastRunAsync(long id, CancellationToken cancel)
        => Parse(await SendAsync(HttpMethod.Get, $"history/{id}", null, s_limit, cancel).ConfigureAwait(false), FarmJson.Default.PastRun)!;

    /// <summary>A metric on a board over its runs that passed, the oldest first.</summary>
    public async Task<IReadOnlyList<MetricPoint>> MetricAsync(string board, string name, CancellationToken cancel)
        => Parse(
            await SendAsync(
                HttpMethod.Get,
                $"boards/{Uri.EscapeDataString(board)}/metric?name={Uri.EscapeDataString(name)}",
                null,
                s_limit,
                cancel).ConfigureAwait(false),
            FarmJson.Default.IReadOnlyListMetricPoint)!;

    /// <summary>Imports past runs; returns how many were new.</summary>
    public async Task<int> ImportAsync(IReadOnlyList<PastRun> runs, CancellationToken cancel)
        => (await PostAsync(
            "history",
            runs,
            FarmJson.Default.IReadOnlyListPastRun,
            FarmJson.Default.ImportReply,
            s_transferLimit,
            cancel).ConfigureAwait(false))!
            .Taken;

    /// <summary>Makes a token; it cannot be read again.</summary>
    public async Task<string> AddTokenAsync(TokenRequest request, CancellationToken cancel)
        => (await PostAsync("tokens", request, FarmJson.Default.TokenRequest, FarmJson.Default.TokenReceipt, s_limit, cancel)
            .ConfigureAwait(false))!
            .Token;

    /// <summary>All tokens, including revoked ones.</summary>
    public async Task<IReadOnlyList<TokenView>> TokensAsync(CancellationToken cancel)
        => Parse(
            await SendAsync(HttpMethod.Get, "tokens", null, s_limit, cancel).ConfigureAwait(false),
            FarmJson.Default.IReadOnlyListTokenView)!;

    /// <summary>Revokes a token, from the next request on.</summary>
    public Task RevokeTokenAsync(string name, CancellationToken cancel)
        => SendAsync(HttpMethod.Post, $"tokens/{Uri.EscapeDataString(name)}/revoke", null, s_limit, cancel);

    /// <summary>Puts a board into groups.</summary>
    public Task SetGroupsAsync(string board, GroupRequest request, CancellationToken cancel)
        => SendAsync(
            HttpMethod.Post,
            $"boards/{Uri.EscapeDataString(board)}/groups",
            JsonOf(request, FarmJson.Default.GroupRequest),
            s_limit,
            cancel);

    /// <summary>Makes an account, or changes it.</summary>
    public Task SetAccountAsync(AccountRequest request, CancellationToken cancel)
        => SendAsync(HttpMethod.Post, "accounts", JsonOf(request, FarmJson.Default.AccountRequest), s_limit, cancel);

    /// <summary>All accounts.</summary>
    public async Task<IReadOnlyList<AccountView>> AccountsAsync(CancellationToken cancel)
        => Parse(
            await SendAsync(HttpMethod.Get, "accounts", null, s_limit, cancel).ConfigureAwait(false),
            FarmJson.Default.IReadOnlyListAccountView)!;

    /// <summary>Removes an account, and logs out its browsers.</summary>
    public Task RemoveAccountAsync(string name, CancellationToken cancel)
        => SendAsync(HttpMethod.Post, $"accounts/{Uri.EscapeDataString(name)}/remove", null, s_limit, cancel);

    /// <summary>Who did what, the latest first.</summary>
    public async Task<IReadOnlyList<AuditView>> AuditAsync(CancellationToken cancel)
        => Parse(
            await SendAsync(HttpMethod.Get, "audit", null, s_limit, cancel).ConfigureAwait(false),
            FarmJson.Default.IReadOnlyListAuditView)!;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<TOut?> PostAsync<TIn, TOut>(
        string path,
        TIn message,
        JsonTypeInfo<TIn> input,
        JsonTypeInfo<TOut> output,
        TimeSpan limit,
        CancellationToken cancel)
        where TOut : class
    {
        byte[] answer = await SendAsync(HttpMethod.Post, path, JsonOf(message, input), limit, cancel).ConfigureAwait(false);
        return answer.Length == 0 ? null : Parse(answer, output);
    }

    private static ByteArrayContent JsonOf<T>(T message, JsonTypeInfo<T> type)
        => new(JsonSerializer.SerializeToUtf8Bytes(message, type))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };

    private static T? Parse<T>(byte[] answer, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, type);
        }
        catch (JsonException e)
        {
            throw new FarmUnreachableException($"the farm answers with what is no message of a farm's: {e.Message}");
        }
    }

    private async Task<byte[]> SendAsync(HttpMethod method, string path, HttpContent? content, TimeSpan limit, CancellationToken cancel)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(limit);
        int chosen = Volatile.Read(ref _chosen);
        Uri address = _addresses[chosen % _addresses.Count];
        using HttpRequestMessage request = new(method, new Uri(address, path)) { Content = content };
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, deadline.Token).ConfigureAwait(false);
            byte[] answer = await response.Content.ReadAsByteArrayAsync(deadline.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? answer : throw Refused(address, response.StatusCode, answer);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException untrusted)
        {
            throw Unreachable(
                chosen,
                $"the farm at {address}: {untrusted.Message} (SSL_CERT_FILE=FILE names the certificates to trust instead of the system's)");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable(chosen, $"the farm at {address}: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Unreachable(chosen, $"the farm at {address} did not answer in {limit.TotalSeconds:0} s");
        }
        catch (FarmUnreachableException e)
        {
            throw Unreachable(chosen, e.Message);
        }
    }

    /// <summary>Sends the next call to the next coordinator, unless another call has moved on already.</summary>
    private FarmUnreachableException Unreachable(int chosen, string message)
    {
        Interlocked.CompareExchange(ref _chosen, (chosen + 1) % _addresses.Count, chosen);
        return new FarmUnreachableException(message);
    }

    private static Exception Refused(Uri address, HttpStatusCode status, byte[] answer)
    {
        string said;
        try
        {
            said = JsonSerializer.Deserialize(answer, FarmJson.Default.Refusal)?.Error ?? "";
        }
        catch (JsonException)
        {
            said = "";
        }

        return status >= HttpStatusCode.InternalServerError
            ? new FarmUnreachableException($"the farm at {address}: {(said.Length > 0 ? said : $"HTTP status {(int)status}")}")
            : new FarmRefusedException(status, said.Length > 0 ? said : $"the farm at {address} refuses: HTTP status {(int)status}");
    }
}
