// One hold of a board: from assignment to verdict.

using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Hil.Farm;

/// <summary>
/// A run as its agent sees it: starts it, uploads its log as it grows, watches its lease, and uploads its verdict. A spool folder keeps all
/// this until the farm has it, so neither an unreachable farm nor this agent's death loses it.
/// </summary>
internal sealed class AgentRun
{
    private const string AssignmentFile = "assignment.json";
    private const string ReportFile = "report.json";
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    // How long a run may take to end when asked to, before it is killed.
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(10);
    private readonly FarmClient _farm;
    private readonly IBoardRunner _runner;
    private readonly FarmTimes _times;
    private readonly string _folder;
    private readonly TimeProvider _clock;
    private long _renewedAt;
    private volatile string _state = "held";
    private long _uploaded;

    private AgentRun(FarmClient farm, IBoardRunner runner, FarmTimes times, TimeProvider clock, Assignment assignment, string folder)
    {
        _farm = farm;
        _runner = runner;
        _times = times;
        _clock = clock;
        _folder = folder;
        Assignment = assignment;
    }

    /// <summary>What it runs.</summary>
    public Assignment Assignment { get; }

    /// <summary>Its hold.</summary>
    public HeldRun Held => new(Assignment.Run, Assignment.Fence);

    private string? LogPath => Directory.EnumerateFiles(_folder, "*.jsonl").Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>A new run.</summary>
    public static AgentRun New(
        FarmClient farm,
        IBoardRunner runner,
        FarmTimes times,
        TimeProvider clock,
        Assignment assignment,
        string spool)
    {
        string folder = Path.Combine(spool, $"{assignment.Run}-{assignment.Fence}");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(
            Path.Combine(folder, AssignmentFile),
            JsonSerializer.SerializeToUtf8Bytes(assignment, FarmJson.Default.Assignment));
        return new AgentRun(farm, runner, times, clock, assignment, folder);
    }

    /// <summary>A run that an earlier agent of this host left in <paramref name="folder"/>; null when the folder holds no run.</summary>
    public static AgentRun? Adopt(FarmClient farm, IBoardRunner runner, FarmTimes times, TimeProvider clock, string folder)
    {
        try
        {
            byte[] text = File.ReadAllBytes(Path.Combine(folder, AssignmentFile));
            return JsonSerializer.Deserialize(text, FarmJson.Default.Assignment) is { } assignment
                ? new AgentRun(farm, runner, times, clock, assignment, folder)
                : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The farm has renewed the hold, or says that it has ended.</summary>
    public void Renewed(string state, long askedAt)
    {
        if (state == "lost" || _state != "lost")
        {
            _state = state;
        }

        if (state != "lost")
        {
            Volatile.Write(ref _renewedAt, askedAt);
        }
    }

    /// <summary>Runs it to its end, which the farm knows when this returns.</summary>
    public async Task RunAsync(string images, CancellationToken cancel)
    {
        RunEnding ending;
        try
        {
            string? image = await PatientlyAsync(() => FetchImageAsync(images, cancel), cancel).ConfigureAwait(false);
            // The answer with the claim may have taken long, so the lease counts from this call, which renews it.
            long askedAt = await PatientlyAsync(() => BeginAsync(cancel), cancel).ConfigureAwait(false);
            Volatile.Write(ref _renewedAt, askedAt);
            ending = await RunBoardAsync(image, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FarmUnreachableException or FarmRefusedException or IOException)
        {
            ending = new RunEnding(IsUsageError: false, $"the run did not start: {e.Message}");
        }

        SaveReport(_runner.Judge(Assignment, _folder, ending));
        await DeliverAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Reports to the farm that the run starts; returns the time of that call.</summary>
    private async Task<long> BeginAsync(CancellationToken cancel)
    {
        long askedAt = _clock.GetTimestamp();
        await _farm.StartAsync(Held, cancel).ConfigureAwait(false);
        return askedAt;
    }

    /// <summary>
    /// Repeats <paramref name="action"/>, which is safe to repeat, while the farm is unreachable. If the farm is back before the hold ends,
    /// no attempt is lost.
    /// </summary>
    private async Task<T> PatientlyAsync<T>(Func<Task<T>> action, CancellationToken cancel)
    {
        long began = _clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await action().ConfigureAwait(false);
            }
            catch (FarmUnreachableException) when (_state == "held" && _clock.GetElapsedTime(began) < _times.StopStarting)
            {
                await Task.Delay(s_pause, _clock, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Uploads log and verdict to the farm, however long it takes, and then forgets the run.</summary>
    public async Task DeliverAsync(CancellationToken cancel)
    {
        FinishReport report = LoadReport() ?? SaveReport(_runner.Judge(Assignment, _folder, new RunEnding(false, "its agent died")));
        // An agent that must end still reports how its runs ended, if the farm can be reached.
        using CancellationTokenSource farewell = new();
        using CancellationTokenRegistration told = cancel.Register(() => farewell.CancelAfter(s_farewell));
        while (true)
        {
            try
            {
                await UploadAsync(farewell.Token).ConfigureAwait(false);
                _ = await _farm.FinishAsync(Assignment.Run, report, farewell.Token).ConfigureAwait(false);
                break;
            }
            catch (FarmRefusedException)
            {
                // This farm's store does not know the run: it was restored from an older copy, or is another farm.
                break;
            }
            catch (FarmUnreachableException)
            {
                await Task.Delay(s_pause, _clock, farewell.Token).ConfigureAwait(false);
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<RunEnding> RunBoardAsync(string? image, CancellationToken cancel)
    {
        using IBoardRun run = _runner.Start(Assignment, image, _folder);
        using CancellationTokenSource over = new();
        // Separate from the watch, which must not wait for an upload: a cut line may block one for minutes.
        Task uploading = UploadWhileItGrowsAsync(over.Token);
        try
        {
            return await WatchAsync(run, cancel).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await uploading.ConfigureAwait(false);
        }
    }

    private async Task<RunEnding> WatchAsync(IBoardRun run, CancellationToken cancel)
    {
        string why = "";
        long stoppedAt = 0;
        long told = 0;
        while (!run.Ended.IsCompleted)
        {
            if (Volatile.Read(ref _renewedAt) is var renewedAt && renewedAt != told)
            {
                told = renewedAt;
                PassOn(renewedAt, run);
            }

            if (why.Length == 0 && WhyToStop(cancel) is { } reason)
            {
                why = reason;
                stoppedAt = _clock.GetTimestamp();
                run.Stop();
            }
            else if (why.Length > 0 && _clock.GetElapsedTime(stoppedAt) > s_stopLimit)
            {
                run.Kill();
            }

            await Task.WhenAny(run.Ended, Task.Delay(s_look, _clock, CancellationToken.None)).ConfigureAwait(false);
        }

        RunEnding ending = await run.Ended.ConfigureAwait(false);
        return why.Length > 0 ? new RunEnding(IsUsageError: false, why) : ending;
    }

    /// <summary>
    /// The run counts <see cref="FarmTimes.StopStarting"/> from this report. So a late renewal is not passed on, or the run would continue
    /// longer than <see cref="FarmTimes.PowerOff"/> after the question.
    /// </summary>
    private void PassOn(long renewedAt, IBoardRun run)
    {
        if (_clock.GetElapsedTime(renewedAt) <= _times.PowerOff - _times.StopStarting)
        {
            run.Renewed();
        }
    }

    private string? WhyToStop(CancellationToken cancel) => _state switch
    {
        "cancelled" => "the job was cancelled",
        "lost" => "the farm has ended this hold of the board",
        _ when cancel.IsCancellationRequested => "the agent was told to end",
        _ when _clock.GetElapsedTime(Volatile.Read(ref _renewedAt)) > _times.PowerOff
            => "the farm was not reached in time to renew the hold of the board",
        _ => null,
    };

    private async Task UploadWhileItGrowsAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await UploadAsync(over).ConfigureAwait(false);
            }
            catch (Exception e) when (e is FarmUnreachableException or FarmRefusedException or OperationCanceledException)
            {
                // The spool keeps it; the lease is watched elsewhere.
            }

            await Task.Delay(s_look, _clock, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Uploads the new part of the log to the farm.</summary>
    private async Task UploadAsync(CancellationToken cancel)
    {
        if (LogPath is not { } path)
        {
            return;
        }

        using FileStream log = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] part = new byte[FarmProtocol.MostLogPart];
        while (log.Length > _uploaded)
        {
            log.Position = _uploaded;
            int count = await log.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
            _uploaded = await _farm.AppendLogAsync(Held, _uploaded, part.AsMemory(0, count), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The image's file, fetched once for each hash.</summary>
    private async Task<string?> FetchImageAsync(string images, CancellationToken cancel)
    {
        if (Assignment.Image.Length == 0)
        {
            return null;
        }

        string file = Path.Combine(images, Assignment.Image);
        if (!File.Exists(file))
        {
            byte[] content = await _farm.ImageAsync(Assignment.Image, cancel).ConfigureAwait(false);
            if (Convert.ToHexStringLower(SHA256.HashData(content)) != Assignment.Image)
            {
                throw new FarmUnreachableException($"image {Assignment.Image} came damaged");
            }

            Directory.CreateDirectory(images);
            string part = $"{file}.{Guid.NewGuid():N}";
            await File.WriteAllBytesAsync(part, content, cancel).ConfigureAwait(false);
            File.Move(part, file, overwrite: true);
        }

        return file;
    }

    private FinishReport SaveReport(FinishReport report)
    {
        File.WriteAllBytes(Path.Combine(_folder, ReportFile), JsonSerializer.SerializeToUtf8Bytes(report, FarmJson.Default.FinishReport));
        return report;
    }

    private FinishReport? LoadReport()
    {
        string file = Path.Combine(_folder, ReportFile);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), FarmJson.Default.FinishReport) : null;
        }
        catch (JsonException)
        {
            // Cut off while it was written: the log says it again.
            return null;
        }
    }
}
