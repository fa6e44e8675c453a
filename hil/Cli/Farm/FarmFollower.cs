// Follows a job until it ends.

using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Events;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.Cli.Farm;

/// <summary>Shows the console of a job's machine, and the job's verdict. Waits for a farm that cannot be reached for a while.</summary>
/// <param name="farm">The farm.</param>
/// <param name="console">Where the machine's bytes go.</param>
/// <param name="say">Called with a line for each other event.</param>
internal sealed class FarmFollower(FarmClient farm, Stream console, Action<string> say)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);
    private readonly EventLogTail _tail = new();
    private long _run;
    private long _offset;
    private string _said = "";

    /// <summary>Follows job <paramref name="number"/>; returns it as it ended.</summary>
    public async Task<JobView> FollowAsync(long number, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                JobView job = await farm.JobAsync(number, cancel).ConfigureAwait(false);
                await ShowAsync(job, cancel).ConfigureAwait(false);
                if (job.State == "finished")
                {
                    return job;
                }
            }
            catch (FarmUnreachableException e)
            {
                Say($"{e.Message}; waiting for it");
            }

            await Task.Delay(s_look, cancel).ConfigureAwait(false);
        }
    }

    private async Task ShowAsync(JobView job, CancellationToken cancel)
    {
        if (job.Runs.Count == 0)
        {
            Say($"job {job.Id} waits: {job.Reason}");
            return;
        }

        foreach (RunView run in job.Runs.Where(run => run.Id >= _run))
        {
            if (run.Id != _run)
            {
                _run = run.Id;
                _offset = 0;
                _tail.Clear();
                Say($"job {job.Id}: run {run.Id}, attempt {run.Attempt}, on {run.Board} of host {run.Host}");
            }

            while (_offset < run.LogBytes)
            {
                byte[] part = await farm.LogAsync(run.Id, _offset, cancel).ConfigureAwait(false);
                if (part.Length == 0)
                {
                    break;
                }

                _offset += part.Length;
                foreach (LogEvent logged in _tail.Take(part).Where(logged => logged.Kind == EventKind.SerialReceived))
                {
                    console.Write(logged.Data.Span);
                }

                console.Flush();
            }

            if (run.Ended != 0)
            {
                Say($"run {run.Id}: {run.Verdict}: {run.Reason}");
            }
        }
    }

    private void Say(string line)
    {
        if (line != _said)
        {
            _said = line;
            say(line);
        }
    }
}
